using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Checks the gates on a hub and on its methods with each call, and answers with a code that a client can act on. ASP.NET Core itself
/// checks a hub's gate when a connection begins alone, and says of a method's that the user is unauthorized.
/// </summary>
internal sealed class OtpHubFilter(IEnumerable<OtpCampaign> campaigns, TimeProvider timeProvider) : IHubFilter
{
    private static readonly object Marker = new();

    /// <summary>Whether this filter sees the calls of a connection.</summary>
    public static bool IsOn(HubCallerContext connection) => connection.Items.ContainsKey(Marker);

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[Marker] = true;
        // Gates in a circuit and on a method have no request to look at: they go by what the connection's user was proved to be.
        if (OtpConnections.HasGates(context.Hub.GetType()) && context.Context.GetHttpContext() is { } request && context.Context.User is { } user)
        {
            // Long polling's request has no services any more.
            var services = request.RequestServices;
            request.RequestServices = context.ServiceProvider;
            try
            {
                await ProveAsync(user, request);
            }
            catch (OtpStoreUnavailableException)
            {
                // Logged; the connection begins without a proof, and its gates are closed.
            }
            finally
            {
                request.RequestServices = services;
            }
        }

        await next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        foreach (var gate in OtpConnections.Gates(invocationContext))
        {
            try
            {
                var proof = await invocationContext.ServiceProvider.GetRequiredService<OtpConnections>()
                    .FindAsync(invocationContext.Context.User!, gate.Campaign);
                if (proof is null || !gate.IsMetBy(proof, timeProvider.GetUtcNow()))
                {
                    throw new HubException(OtpErrorCodes.OtpRequired);
                }
            }
            catch (OtpStoreUnavailableException)
            {
                throw new HubException(OtpErrorCodes.StoreUnavailable);
            }
        }

        return await next(invocationContext);
    }

    private async Task ProveAsync(ClaimsPrincipal user, HttpContext request)
    {
        foreach (var campaign in campaigns.DistinctBy(campaign => campaign.Name))
        {
            if (OtpClaims.Find(user, campaign.Name) is null && await OtpBrowser.Of(request, campaign.Name).FindProofAsync() is { } proof)
            {
                user.AddIdentity(OtpClaims.Identity(proof));
            }
        }
    }
}
