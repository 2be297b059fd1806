using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Opens the gate for a valid proof, and for nothing else: what cannot be looked up stays closed.</summary>
internal sealed class OtpVerifiedHandler(IHttpContextAccessor contexts, ConnectionGate connections, TimeProvider timeProvider)
    : AuthorizationHandler<OtpVerifiedRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement)
    {
        try
        {
            if (await IsCheckedByFilterAsync(context, requirement)
                || await FindAsync(context, requirement.Campaign) is { } proof && Passes(requirement, proof))
            {
                context.Succeed(requirement);
            }
        }
        catch (OtpStoreUnavailableException)
        {
            context.Fail(new AuthorizationFailureReason(this, OtpErrorCodes.StoreUnavailable));
        }
    }

    // The dispatcher would answer that the user is unauthorized. The filter comes next, checks the same gate, and answers with a code.
    private async Task<bool> IsCheckedByFilterAsync(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement) =>
        context.Resource is HubInvocationContext invocation
        && OtpHubFilter.IsOn(invocation.Context)
        && (await connections.GatesOfMethodAsync(invocation)).Contains(requirement);

    private bool Passes(OtpVerifiedRequirement requirement, VerifiedMsisdn proof)
    {
        connections.Remember(requirement, proof);
        return requirement.IsMetBy(proof, timeProvider.GetUtcNow());
    }

    private async Task<VerifiedMsisdn?> FindAsync(AuthorizationHandlerContext context, string campaign)
    {
        if (context.Resource is HubInvocationContext invocation)
        {
            return await connections.FindAsync(invocation.Context, campaign);
        }

        // A circuit has no request, or one that was over long ago: its user may be another by now.
        var request = context.Resource as HttpContext ?? contexts.HttpContext;
        if (request is null || context.Resource is not HttpContext && ConnectionRequest.IsOne(request))
        {
            return await connections.FindAsync(context.User, campaign);
        }

        var proof = await OtpBrowser.For(request, campaign).FindProofAsync();
        if (proof is not null)
        {
            request.User = OtpClaims.Add(request.User, proof);
        }

        return proof;
    }
}
