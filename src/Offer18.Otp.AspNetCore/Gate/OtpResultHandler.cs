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
/// Answers when the missing verification is the only thing that keeps a visitor out. In all other cases the site answers. Without this
/// handler, a site without a sign-in would fail with "no authentication scheme".
/// </summary>
internal sealed class OtpResultHandler(
    IAuthorizationMiddlewareResultHandler site,
    IOptionsMonitor<Offer18OtpOptions> options,
    MiddlewareOrder order,
    OtpMeter meter,
    TimeProvider timeProvider,
    ILogger<OtpResultHandler> logger) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            GatedOutputCache.Avoid(context);
            GateFeature.For(context).Authorized = context.GetEndpoint();
        }

        if (authorizeResult.Succeeded
            || !policy.Requirements.OfType<OtpVerifiedRequirement>().Any()
            || !await OthersPassAsync(context, policy))
        {
            await site.HandleAsync(next, context, policy, authorizeResult);
            OtpHeaders.KeepUnwrittenPrivate(context.Response);
            await GatedOutputCache.DecideAsync(context);
            return;
        }

        foreach (var gate in policy.Requirements.OfType<OtpVerifiedRequirement>())
        {
            switch ((await GateFeature.JudgeAsync(context, gate, timeProvider)).Kind)
            {
                case GateVerdictKind.Open:
                    continue;
                case GateVerdictKind.StoreUnavailable:
                    logger.GateClosed(OtpErrorCodes.StoreUnavailable, gate.Campaign);
                    meter.GateRefused(gate.Campaign, GateVerdictKind.StoreUnavailable.Reason());
                    await AnswerAsync(next, context, () => OtpProblem.Result(context, new OtpError(OtpErrorCodes.StoreUnavailable)).ExecuteAsync(context));
                    return;
                case var closed:
                    logger.GateClosed(OtpErrorCodes.OtpRequired, gate.Campaign);
                    meter.GateRefused(gate.Campaign, closed.Reason());
                    await AnswerAsync(next, context, () => RefuseAsync(context, gate, closed));
                    return;
            }
        }

        try
        {
            await site.HandleAsync(next, context, policy, authorizeResult);
        }
        // The site's own handler may look a proof up, too.
        catch (OtpStoreUnavailableException) when (!context.Response.HasStarted)
        {
            await OtpProblem.Result(context, new OtpError(OtpErrorCodes.StoreUnavailable)).ExecuteAsync(context);
        }
    }

    // Without an endpoint there is nothing that the answer could take the place of. Some middleware would answer, behind the gate.
    private Task AnswerAsync(RequestDelegate next, HttpContext context, Func<Task> answer) =>
        order.IsAuthorizationFirst && context.GetEndpoint() is not null && !GateFeature.For(context).IsAtEndpoint
            ? DeferredAnswer.GiveAsync(context, next, answer)
            : answer();

    // Taken from the request, not injected. A site's own handler may be a singleton, and then so is this one.
    private static IAuthorizationService Authorization(HttpContext context) => context.RequestServices.GetRequiredService<IAuthorizationService>();

    // When a visitor must authenticate, the framework does not say what failed. If a page needs a sign-in too, the sign-in comes first.
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
            // RFC 9470: the token is good, but a step is missing that the client can still do.
            context.Response.Headers.Append(HeaderNames.WWWAuthenticate, requirement.MaxAge == 0
                ? "Bearer error=\"insufficient_user_authentication\", error_description=\"A verified mobile number is required\""
                : $"Bearer error=\"insufficient_user_authentication\", error_description=\"A verified mobile number is required\", max_age={requirement.MaxAge * 60}");
            return OtpProblem.Result(context, new OtpError(OtpErrorCodes.OtpRequired), StatusCodes.Status401Unauthorized).ExecuteAsync(context);
        }

        // Chromium would show this visitor the page of a closed gate after the verification, as it keeps what it fetched ahead for minutes. It
        // keeps no failure, so this one makes it ask again. Clear-Site-Data would need HTTPS, and an answer that the browser gets in time.
        if (request.Headers["Sec-Purpose"].ToString().StartsWith("prefetch", StringComparison.OrdinalIgnoreCase))
        {
            OtpHeaders.Apply(context.Response);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
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
            // Tells the page to ask for a new code. Without this it would say that the number is verified.
            var browser = OtpBrowser.For(context, requirement.Campaign);
            browser.SetCookie(browser.Ticket, new OtpNotice(OtpErrorCodes.OtpRequired));
        }

        var here = Here(context);
        var query = LocalUrl.IsLocal(here) ? QueryString.Create("returnUrl", here) : QueryString.Empty;
        OtpHeaders.Apply(context.Response);
        context.Response.Redirect(request.PathBase.ToUriComponent() + LocalUrl.ToHeader(verificationPath) + query);
        return Task.CompletedTask;
    }

    // The request's address as the browser wrote it, unless middleware has changed the path. Decoding and encoding again would turn "%2541"
    // into "%41".
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
