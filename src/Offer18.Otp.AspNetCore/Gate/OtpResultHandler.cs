using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Offer18.Otp.AspNetCore.Browser;
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
    TimeProvider timeProvider,
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

        foreach (var gate in policy.Requirements.OfType<OtpVerifiedRequirement>())
        {
            switch ((await GateFeature.JudgeAsync(context, gate, timeProvider)).Kind)
            {
                case GateVerdictKind.Open:
                    continue;
                case GateVerdictKind.StoreUnavailable:
                    await OtpProblem.Result(context, new OtpError(OtpErrorCodes.StoreUnavailable)).ExecuteAsync(context);
                    return;
                case var closed:
                    logger.GateClosed(OtpErrorCodes.OtpRequired, gate.Campaign);
                    await RefuseAsync(context, gate, closed);
                    return;
            }
        }

        await site.HandleAsync(next, context, policy, authorizeResult);
    }

    // Of the request: a site's own handler may be a singleton, and then so is this one.
    private static IAuthorizationService Authorization(HttpContext context) => context.RequestServices.GetRequiredService<IAuthorizationService>();

    // On a challenge the framework does not say what failed. A page that wants a sign-in, too, goes to the sign-in first.
    private static async Task<bool> OthersPassAsync(HttpContext context, AuthorizationPolicy policy)
    {
        var others = policy.Requirements.Where(requirement => requirement is not OtpVerifiedRequirement).ToArray();
        return others.Length == 0 || (await Authorization(context).AuthorizeAsync(context.User, context, others)).Succeeded;
    }

    private Task RefuseAsync(HttpContext context, OtpVerifiedRequirement requirement, GateVerdictKind closed)
    {
        var request = context.Request;
        if (request.Headers.Authorization is [{ } credentials, ..] && credentials.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 9470: the token is good, and what is asked for beside it can be had.
            context.Response.Headers.Append(HeaderNames.WWWAuthenticate, requirement.MaxAge == 0
                ? "Bearer error=\"insufficient_user_authentication\", error_description=\"A verified mobile number is required\""
                : $"Bearer error=\"insufficient_user_authentication\", error_description=\"A verified mobile number is required\", max_age={requirement.MaxAge * 60}");
            return OtpProblem.Result(context, new OtpError(OtpErrorCodes.OtpRequired), StatusCodes.Status401Unauthorized).ExecuteAsync(context);
        }

        var verificationPath = options.Get(requirement.Campaign).VerificationPath;
        var isVerificationPage = request.Path.Equals(verificationPath, StringComparison.OrdinalIgnoreCase);
        if (isVerificationPage)
        {
            logger.VerificationPathGated(verificationPath, requirement.Campaign);
        }

        var browses = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!browses || isVerificationPage || !OtpRequestBody.Accepts(request, "text/html"))
        {
            return OtpProblem.Result(context, new OtpError(OtpErrorCodes.OtpRequired)).ExecuteAsync(context);
        }

        if (closed == GateVerdictKind.TooOld)
        {
            // The page must ask for a new code, and not say that all is well.
            var browser = OtpBrowser.For(context, requirement.Campaign);
            browser.SetCookie(browser.Ticket, new OtpNotice(OtpErrorCodes.OtpRequired));
        }

        var here = Here(context);
        var query = LocalUrl.IsLocal(here) ? QueryString.Create("returnUrl", here) : QueryString.Empty;
        OtpHeaders.Apply(context.Response);
        context.Response.Redirect(request.PathBase.ToUriComponent() + LocalUrl.ToHeader(verificationPath) + query);
        return Task.CompletedTask;
    }

    // As the browser wrote it, where no middleware has changed the path: decoded and encoded again, "%2541" would become "%41".
    private static string Here(HttpContext context)
    {
        var request = context.Request;
        var written = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = written.Split('?')[0];
        return path.StartsWith('/') && Uri.UnescapeDataString(path) == request.PathBase.Value + request.Path.Value
            ? path + request.QueryString.ToUriComponent()
            : UriHelper.BuildRelative(request.PathBase, request.Path, request.QueryString);
    }
}
