using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Opens the gate only for a valid proof. If the proof cannot be looked up, the gate stays closed.</summary>
internal sealed class OtpVerifiedHandler(OwnRequest own, ConnectionGate connections, TimeProvider timeProvider)
    : AuthorizationHandler<OtpVerifiedRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement)
    {
        switch (await JudgeAsync(context, requirement))
        {
            case GateVerdictKind.Open:
                context.Succeed(requirement);
                break;
            case GateVerdictKind.StoreUnavailable:
                context.Fail(new AuthorizationFailureReason(this, OtpErrorCodes.StoreUnavailable));
                break;
            case GateVerdictKind.NoProof or GateVerdictKind.TooOld:
                break;
        }
    }

    private async Task<GateVerdictKind> JudgeAsync(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement)
    {
        if (context.Resource is HubInvocationContext invocation)
        {
            return await IsCheckedByFilterAsync(invocation, requirement)
                ? GateVerdictKind.Open
                : await JudgeConnectionAsync(requirement, () => connections.FindAsync(invocation.Context, requirement.Campaign));
        }

        // A circuit has no request of its own. Its user may have changed since it began, so the user that it has now is checked.
        var request = context.Resource as HttpContext ?? own.Context;
        if (request is null || context.Resource is not HttpContext && ConnectionRequest.IsOne(request))
        {
            return await JudgeConnectionAsync(requirement, () => connections.FindAsync(context.User, requirement.Campaign));
        }

        var verdict = await GateFeature.JudgeAsync(request, requirement, timeProvider);
        if (verdict.Proof is { } proof)
        {
            OtpHeaders.KeepPrivate(request.Response);
            request.User = OtpClaims.Add(request.User, proof);
            connections.Remember(requirement, proof);
        }

        return verdict.Kind;
    }

    // The hub dispatcher would only answer that the user is unauthorized. The filter comes next, checks the same gate, and answers with an
    // error code.
    private async Task<bool> IsCheckedByFilterAsync(HubInvocationContext invocation, OtpVerifiedRequirement requirement) =>
        OtpHubFilter.IsOn(invocation.Context) && (await connections.GatesOfMethodAsync(invocation)).Contains(requirement);

    private async Task<GateVerdictKind> JudgeConnectionAsync(OtpVerifiedRequirement requirement, Func<Task<VerifiedMsisdn?>> find)
    {
        try
        {
            if (await find() is not { } proof)
            {
                return GateVerdictKind.NoProof;
            }

            connections.Remember(requirement, proof);
            return requirement.IsMetBy(proof, timeProvider.GetUtcNow()) ? GateVerdictKind.Open : GateVerdictKind.TooOld;
        }
        catch (OtpStoreUnavailableException)
        {
            return GateVerdictKind.StoreUnavailable;
        }
    }
}
