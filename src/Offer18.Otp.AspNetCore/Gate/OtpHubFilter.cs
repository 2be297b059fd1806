using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// A connection lives on when a verification has ended. A gate on a hub is checked by ASP.NET Core when the connection begins;
/// here it is checked again with each call. A gate on a method is checked with each call by ASP.NET Core itself.
/// </summary>
internal sealed class OtpHubFilter(IEnumerable<OtpCampaign> campaigns) : IHubFilter
{
    private static readonly ConcurrentDictionary<Type, Gates> Known = [];

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // Gates in a circuit and on a method have no request to look at: they go by what the connection's user was proved to be.
        if (Of(context.Hub).Any && context.Context.GetHttpContext() is { } request && context.Context.User is { } user)
        {
            foreach (var campaign in campaigns.DistinctBy(campaign => campaign.Name))
            {
                try
                {
                    if (OtpClaims.Find(user, campaign.Name) is null && await OtpBrowser.Of(request, campaign.Name).FindProofAsync() is { } proof)
                    {
                        user.AddIdentity(OtpClaims.Identity(proof));
                    }
                }
                catch (OtpStoreUnavailableException)
                {
                    // Logged; the connection begins without a proof, and its gates are closed.
                }
            }
        }

        await next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (Of(invocationContext.Hub).OnHub is { Length: > 0 } gates)
        {
            var services = invocationContext.ServiceProvider;
            var policy = await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), gates);
            var result = await services.GetRequiredService<IAuthorizationService>()
                .AuthorizeAsync(invocationContext.Context.User!, invocationContext, policy!);
            if (!result.Succeeded)
            {
                throw new HubException(OtpErrorCodes.OtpRequired);
            }
        }

        return await next(invocationContext);
    }

    private static Gates Of(Hub hub) => Known.GetOrAdd(hub.GetType(), type =>
    {
        IAuthorizeData[] onHub = [.. type.GetCustomAttributes<RequireOtpVerifiedAttribute>(inherit: true)];
        // Blazor's own hub, whose circuits may hold any gate.
        var circuits = type.FullName == "Microsoft.AspNetCore.Components.Server.ComponentHub";
        return new(onHub, circuits || onHub.Length > 0 || type.GetMethods().Any(method => method.IsDefined(typeof(RequireOtpVerifiedAttribute), inherit: true)));
    });

    private sealed record Gates(IAuthorizeData[] OnHub, bool Any);
}
