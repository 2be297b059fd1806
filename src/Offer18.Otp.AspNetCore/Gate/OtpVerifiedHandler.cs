using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Opens the gate for a valid proof, and for nothing else: what cannot be looked up stays closed.</summary>
internal sealed class OtpVerifiedHandler(IHttpContextAccessor contexts, OtpProofs proofs, TimeProvider timeProvider)
    : AuthorizationHandler<OtpVerifiedRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement)
    {
        try
        {
            if (await FindAsync(context, requirement.Campaign) is { } proof && requirement.IsMetBy(proof, timeProvider.GetUtcNow()))
            {
                context.Succeed(requirement);
            }
        }
        catch (OtpStoreUnavailableException)
        {
            context.Fail(new AuthorizationFailureReason(this, OtpErrorCodes.StoreUnavailable));
        }

        // The dispatcher would answer that the user is unauthorized; a client can act on a code.
        if (!context.HasSucceeded && context is { Resource: HubInvocationContext } && !Succeeded(context, requirement))
        {
            throw new HubException(context.HasFailed ? OtpErrorCodes.StoreUnavailable : OtpErrorCodes.OtpRequired);
        }
    }

    private static bool Succeeded(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement) =>
        !context.PendingRequirements.Contains(requirement);

    private async Task<VerifiedMsisdn?> FindAsync(AuthorizationHandlerContext context, string campaign)
    {
        if ((context.Resource as HttpContext ?? contexts.HttpContext) is { } request && !IsConnection(context, request))
        {
            var found = await OtpBrowser.Of(request, campaign).FindProofAsync();
            if (found is not null)
            {
                request.User = OtpClaims.Add(request.User, found);
            }

            return found;
        }

        // A connection outlives the request that began it: what it said then is looked up anew each time.
        return OtpClaims.ProofId(context.User, campaign) is { } id
            ? await proofs.FindAsync(new OtpCaller(campaign, OtpTicket.ForProof(id), OtpSubject.Of(context.User)), CancellationToken.None)
            : null;
    }

    private static bool IsConnection(AuthorizationHandlerContext context, HttpContext request) =>
        context.Resource is HubInvocationContext || context.Resource is not HttpContext && request.WebSockets.IsWebSocketRequest;
}
