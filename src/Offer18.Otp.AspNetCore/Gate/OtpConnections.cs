using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// The gate on connections, hubs and circuits. A connection outlives the request that began it: what its user was proved to be is looked up
/// anew each time.
/// </summary>
internal sealed class OtpConnections(OtpProofs proofs)
{
    private static readonly ConcurrentDictionary<MemberInfo, OtpVerifiedRequirement[]> Known = [];

    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<VerifiedMsisdn?> FindAsync(ClaimsPrincipal user, string campaign) =>
        OtpClaims.ProofId(user, campaign) is { } id
            ? await proofs.FindAsync(
                new OtpCaller(campaign, OtpTicket.ForProof(id), OtpSubject.Of(user) ?? OtpClaims.SubjectOf(user, campaign)), CancellationToken.None)
            : null;

    /// <summary>What the gates on a hub's method and on the hub itself ask.</summary>
    public static IEnumerable<OtpVerifiedRequirement> Gates(HubInvocationContext invocation) =>
        Gates(invocation.Hub.GetType()).Concat(Gates(invocation.HubMethod));

    /// <summary>Whether a hub, or a method of it, has a gate, or whether it is Blazor's own, whose circuits may hold any.</summary>
    public static bool HasGates(Type hub) =>
        hub.FullName == "Microsoft.AspNetCore.Components.Server.ComponentHub"
        || Gates(hub).Length > 0
        || hub.GetMethods().Any(method => Gates(method).Length > 0);

    private static OtpVerifiedRequirement[] Gates(MemberInfo member) => Known.GetOrAdd(
        member,
        found => [.. found.GetCustomAttributes<RequireOtpVerifiedAttribute>(inherit: true).Select(gate => new OtpVerifiedRequirement(gate.Campaign, gate.MaxAge))]);
}
