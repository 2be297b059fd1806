using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Checks the gates on a hub and on its methods at each call, and answers with an error code that a client can act on. ASP.NET Core itself
/// checks a hub's gate only when the connection starts. For a method's gate it only says that the user is unauthorized.
/// </summary>
internal sealed class OtpHubFilter(IEnumerable<OtpCampaign> campaigns, OtpMeter meter, TimeProvider timeProvider) : IHubFilter
{
    private static readonly object Marker = new();

    // The calls of Blazor's hub that give the connection's user to a circuit.
    private static readonly string[] CircuitBeginnings = ["StartCircuit", "ConnectCircuit", "ResumeCircuit"];

    /// <summary>Whether this filter sees the calls of a connection.</summary>
    public static bool IsOn(HubCallerContext connection) => connection.Items.ContainsKey(Marker);

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        context.Context.Items[Marker] = true;
        return next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connections = invocationContext.ServiceProvider.GetRequiredService<ConnectionGate>();
        var proofs = ConnectionGate.IsCircuit(invocationContext.Hub)
            ? CircuitBeginnings.Contains(invocationContext.HubMethodName) ? await FindAllAsync(connections, invocationContext.Context) : []
            : await PassAsync(connections, invocationContext);
        if (proofs.Count > 0)
        {
            // The connection's own user is not changed, because a site may share it between visitors.
            var user = proofs.Aggregate(invocationContext.Context.User ?? new(), OtpClaims.Add);
            invocationContext.Hub.Context = new OtpHubCallerContext(invocationContext.Context, user);
        }

        return await next(invocationContext);
    }

    private async Task<List<VerifiedMsisdn>> PassAsync(ConnectionGate connections, HubInvocationContext invocation)
    {
        var proofs = new List<VerifiedMsisdn>();
        foreach (var gates in (await connections.GatesAsync(invocation)).GroupBy(gate => gate.Campaign))
        {
            try
            {
                var proof = await connections.FindAsync(invocation.Context, gates.Key);
                if (proof is null || !gates.All(gate => gate.IsMetBy(proof, timeProvider.GetUtcNow())))
                {
                    meter.GateRefused(gates.Key, (proof is null ? GateVerdictKind.NoProof : GateVerdictKind.TooOld).Reason());
                    throw new HubException(OtpErrorCodes.OtpRequired);
                }

                proofs.Add(proof);
            }
            catch (OtpStoreUnavailableException)
            {
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
