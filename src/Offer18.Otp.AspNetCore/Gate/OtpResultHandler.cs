using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Answers where the missing verification is all that keeps a visitor out; everything else is the site's own to answer. Without
/// it a site without a sign-in would fail with "no authentication scheme".
/// </summary>
internal sealed class OtpResultHandler(
    IAuthorizationMiddlewareResultHandler site,
    IOptionsMonitor<Offer18OtpOptions> options,
    IAuthorizationService authorization,
    ILogger<OtpResultHandler> logger) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded
            || !policy.Requirements.OfType<OtpVerifiedRequirement>().Any()
            || !await OthersPassAsync(context, policy))
        {
            await site.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        try
        {
            foreach (var requirement in policy.Requirements.OfType<OtpVerifiedRequirement>())
            {
                if (await OtpBrowser.Of(context, requirement.Campaign).FindProofAsync() is null)
                {
                    logger.GateClosed(OtpErrorCodes.OtpRequired, requirement.Campaign);
                    await RefuseAsync(context, options.Get(requirement.Campaign).VerificationPath);
                    return;
                }
            }

            await site.HandleAsync(next, context, policy, authorizeResult);
        }
        catch (StoreUnavailableException)
        {
            await OtpProblem.Result(context, new OtpError(OtpErrorCodes.StoreUnavailable)).ExecuteAsync(context);
        }
    }

    // On a challenge the framework does not say what failed. A page that wants a sign-in, too, goes to the sign-in first.
    private async Task<bool> OthersPassAsync(HttpContext context, AuthorizationPolicy policy)
    {
        var others = policy.Requirements.Where(requirement => requirement is not OtpVerifiedRequirement).ToArray();
        return others.Length == 0 || (await authorization.AuthorizeAsync(context.User, context, others)).Succeeded;
    }

    private static Task RefuseAsync(HttpContext context, string verificationPath)
    {
        var request = context.Request;
        var browses = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!browses || !OtpRequest.Accepts(request, "text/html") || request.Path.Equals(verificationPath, StringComparison.OrdinalIgnoreCase))
        {
            return OtpProblem.Result(context, new OtpError(OtpErrorCodes.OtpRequired)).ExecuteAsync(context);
        }

        var here = UriHelper.BuildRelative(request.PathBase, request.Path, request.QueryString);
        var query = LocalUrl.IsLocal(here) ? QueryString.Create("returnUrl", here) : QueryString.Empty;
        OtpHeaders.Apply(context.Response);
        context.Response.Redirect(request.PathBase.ToUriComponent() + LocalUrl.ToHeader(verificationPath) + query);
        return Task.CompletedTask;
    }
}
