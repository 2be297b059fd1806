using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Checks the gates on a hub and on its methods at each call, and answers with an error code that a client can act on. ASP.NET Core itself
/// checks a hub's gate only when the connection starts. For a method's gate it only says that the user is unauthorized.
/// </summary>
internal sealed class OtpHubFilter(IEnumerable<OtpCampaign> campaigns, ConnectionTokens tokens, OtpMeter meter, TimeProvider timeProvider, ILogger<OtpHubFilter> logger) : IHubFilter
{
    private static readonly object Marker = new();

    // The calls of Blazor's hub that give the connection's user to a circuit.
    private static readonly string[] CircuitBeginnings = ["StartCircuit", "ConnectCircuit", "ResumeCircuit"];

    /// <summary>Whether this filter sees the calls of a connection.</summary>
    public static bool IsOn(HubCallerContext connection) => connection.Items.ContainsKey(Marker);

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[Marker] = true;
        await tokens.NoteAsync(context);
        try
        {
            await next(context);
        }
        catch
        {
            // Nobody says that such a connection has ended.
            tokens.Forget(context);
            throw;
        }
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        tokens.Forget(context);
        return next(context, exception);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connections = invocationContext.ServiceProvider.GetRequiredService<ConnectionGate>();
        if (ConnectionGate.IsCircuit(invocationContext.Hub))
        {
            if (CircuitBeginnings.Contains(invocationContext.HubMethodName))
            {
                SetUser(invocationContext, await FindAllAsync(connections, invocationContext.Context));
            }

            return await next(invocationContext);
        }

        var gates = await connections.GatesAsync(invocationContext);
        if (gates.Length == 0)
        {
            return await next(invocationContext);
        }

        var connection = invocationContext.Context;
        SetUser(invocationContext, await PassAsync(connections, connection, gates));
        return await new GatedStreams(invocationContext, () => PassAsync(connections, connection, gates), timeProvider).RunAsync(next);
    }

    // The connection's own user is not changed, because a site may share it between visitors.
    private static void SetUser(HubInvocationContext invocation, List<VerifiedMsisdn> proofs)
    {
        if (proofs.Count > 0)
        {
            invocation.Hub.Context = new OtpHubCallerContext(invocation.Context, proofs.Aggregate(invocation.Context.User ?? new(), OtpClaims.Add));
        }
    }

    private async Task<List<VerifiedMsisdn>> PassAsync(ConnectionGate connections, HubCallerContext connection, OtpVerifiedRequirement[] required)
    {
        var proofs = new List<VerifiedMsisdn>();
        foreach (var gates in required.GroupBy(gate => gate.Campaign))
        {
            try
            {
                var proof = await connections.FindAsync(connection, gates.Key);
                if (proof is null || !gates.All(gate => gate.IsMetBy(proof, timeProvider.GetUtcNow())))
                {
                    logger.GateClosed(OtpErrorCodes.OtpRequired, gates.Key);
                    meter.GateRefused(gates.Key, (proof is null ? GateVerdictKind.NoProof : GateVerdictKind.TooOld).Reason());
                    throw new HubException(OtpErrorCodes.OtpRequired);
                }

                proofs.Add(proof);
            }
            catch (OtpStoreUnavailableException)
            {
                logger.GateClosed(OtpErrorCodes.StoreUnavailable, gates.Key);
                meter.GateRefused(gates.Key, GateVerdictKind.StoreUnavailable.Reason());
                throw new HubException(OtpErrorCodes.StoreUnavailable);
            }
        }

        return proofs;
    }

    private async Task<List<VerifiedMsisdn>> FindAllAsync(ConnectionGate connections, HubCallerContext connection)
    {
        var proofs = new List<VerifiedMsisdn>();
        foreach (var campaign in campaigns.DistinctBy(campaign => campaign.Name))
        {
            try
            {
                if (await connections.FindAsync(connection, campaign.Name) is { } proof)
                {
                    proofs.Add(proof);
                }
            }
            catch (OtpStoreUnavailableException)
            {
                // This is already logged. The circuit starts without a proof, so its gates are closed.
            }
        }

        return proofs;
    }
}
