using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Opens the gate for a valid proof, and for nothing else: what cannot be looked up stays closed.</summary>
internal sealed class OtpVerifiedHandler(IHttpContextAccessor contexts) : AuthorizationHandler<OtpVerifiedRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, OtpVerifiedRequirement requirement)
    {
        if ((context.Resource as HttpContext ?? contexts.HttpContext) is not { } request)
        {
            return;
        }

        try
        {
            if (await OtpBrowser.Of(request, requirement.Campaign).FindProofAsync() is { } proof)
            {
                request.User = OtpClaims.Add(request.User, proof);
                context.Succeed(requirement);
            }
        }
        catch (StoreUnavailableException)
        {
            context.Fail(new AuthorizationFailureReason(this, OtpErrorCodes.StoreUnavailable));
        }
    }
}
