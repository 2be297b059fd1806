using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The four endpoints of a campaign: requests in, states and problems out.</summary>
/// <param name="campaign">The campaign.</param>
/// <param name="component">The component that renders an answer when its module asks for HTML.</param>
internal sealed class OtpEndpoints(string campaign, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type component)
{
    // A field of its own, because the linker does not see the parameter's attribute on the field behind a parameter.
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    private readonly Type _component = component;

    private const string TermsField = "terms";

    /// <summary>The longest text that is put back into the field where it was typed, in characters.</summary>
    private const int MaxTyped = 40;

    public Task<IResult> GenerateAsync(HttpContext context, OtpGenerator generator) => PostAsync(context, OtpLinks.Generate, async (request, browser) =>
    {
        var outcome = request.IsMalformed
            ? OtpOutcome.Refused(browser.Ticket, new OtpError(OtpErrorCodes.InvalidMsisdn))
            : await generator.GenerateAsync(
                await browser.CallerAsync(),
                new GenerateCommand
                {
                    Typed = request["msisdn"],
                    Country = request["country"],
                    Consent = Consents(request),
                    Terms = request[TermsField],
                    IsFromPage = request.WantsRedirect || OtpView.IsWanted(context.Request),
                    ReturnUrl = request["returnUrl"],
                    Parameters = request.Parameters,
                },
                context.RequestAborted);
        // Without a number it is the pending one's turn again.
        return new(outcome) { Notice = outcome.Error is null && string.IsNullOrEmpty(request["msisdn"]) ? new OtpNotice(null) { IsNewCode = true } : null };
    });

    public Task<IResult> VerifyAsync(HttpContext context, OtpVerifier verifier) => PostAsync(context, OtpLinks.Verify, async (request, browser) =>
    {
        var outcome = await verifier.VerifyAsync(
            await browser.CallerAsync(),
            new VerifyCommand
            {
                Otp = request.IsMalformed ? null : request["otp"],
                Confirm = request.IsMalformed ? null : request["confirm"] switch { null or "" or "false" => null, "on" => VerifyCommand.WhateverWaits, var confirmed => confirmed },
                Back = request["back"],
                Terms = request[TermsField],
                Parameters = request.Parameters,
            },
            context.RequestAborted);
        if (outcome.State.Kind != OtpStateKind.Verified)
        {
            return new(outcome);
        }

        // The gate may have sent the visitor to the page after the code was requested. So the page's return URL comes first.
        var returnUrl = LocalUrl.OrNull(OtpLinks.ReturnUrlOf(request["page"])) ?? LocalUrl.OrNull(outcome.ReturnUrl) ?? $"{context.Request.PathBase.ToUriComponent()}/";
        return new(outcome) { ReturnUrl = returnUrl };
    });

    public Task<IResult> ResetAsync(HttpContext context, OtpResetter resetter) => PostAsync(context, OtpLinks.Reset, async (request, browser) =>
        request["cancel"] is { Length: > 0 } tag ? await CancelAsync(context, resetter, browser, tag)
        : IsTrue(request["back"]) ? new(await resetter.ComeBackAsync(await browser.CallerAsync(), context.RequestAborted))
        : new(await resetter.ResetAsync(await browser.CallerAsync(), context.RequestAborted)) { Notice = new OtpNotice(null) { AskAgain = true } });

    public async Task<IResult> StatusAsync(HttpContext context, OtpStateReader states)
    {
        if (OtpView.IsWanted(context.Request))
        {
            // An element that a page has written itself knows only the address of its script, and its campaign's name.
            var named = context.Request.Query["campaign"] is [{ } name, ..] ? name : campaign;
            return context.RequestServices.GetRequiredService<MappedCampaigns>().Contains(named)
                ? OtpView.Create(_component, named, context)
                : UnknownCampaign.Answer(context, named);
        }

        var browser = OtpBrowser.For(context, campaign);
        var outcome = await states.GetAsync(await browser.CallerAsync(), context.RequestAborted);
        if (outcome.Error is { } error)
        {
            return OtpProblem.Result(context, error);
        }

        browser.SetCookie(outcome.Ticket, browser.Notice);
        OtpHeaders.Apply(context.Response);
        return State(OtpStateBody.From(outcome.State, antiforgeryToken: browser.NewFormToken()));
    }

    private static async Task<Step> CancelAsync(HttpContext context, OtpResetter resetter, OtpBrowser browser, string tag)
    {
        var outcome = await resetter.CancelAsync(await browser.CallerAsync(), tag, context.RequestAborted);
        return outcome.Cancelled == OtpCancellation.None ? new(outcome) : new(outcome) { Notice = new OtpNotice(null) { AskAgain = true, Cancelled = outcome.Cancelled } };
    }

    private static JsonHttpResult<OtpStateBody> State(OtpStateBody body) => TypedResults.Json(body, OtpJson.Web.OtpStateBody);

    // Every post goes like this: look where it comes from, read the body, find the browser, check against forgery, do the step, count it, answer.
    private async Task<IResult> PostAsync(HttpContext context, string operation, Func<OtpRequestBody, OtpBrowser, Task<Step>> step)
    {
        if (PostOrigin.FindForeign(context.Request, Options(context).AllowedOrigins) is { } foreign)
        {
            return RefuseForeign(context, operation, foreign);
        }

        var request = await OtpRequestBody.ReadAsync(context.Request);
        var browser = OtpBrowser.For(context, campaign);
        Speak(context);
        var isForged = !browser.IsOwnForm(TokenOf(context.Request, request));
        var done = isForged
            ? new Step(OtpOutcome.Refused(browser.Ticket, Forgery(context, operation, "no antiforgery token of this browser", browser.IsNew)))
            : await step(request, browser);
        // A verify that only shows how far the visitor is has checked nothing.
        if (operation != OtpLinks.Verify || done.Outcome.Error is not null || done.Outcome.State.Kind == OtpStateKind.Verified)
        {
            Count(context, operation, done.Outcome.Error, done.Outcome.IsByCall, done.Outcome.Operator);
        }

        return isForged && !OtpView.IsWanted(context.Request) ? Forged(context, request, done.Outcome.Error!) : Answer(context, request, browser, done);
    }

    // What a step tells a partner or the site, it tells in the visitor's language.
    private void Speak(HttpContext context)
    {
        if (OtpView.IsWanted(context.Request))
        {
            OtpView.Create(_component, campaign, context).Speak(context);
        }
        else
        {
            VisitorLanguage.Speak(context);
        }
    }

    // Another site's page has posted this, so neither its body nor the browser's cookie is looked at.
    private IResult RefuseForeign(HttpContext context, string operation, string foreign)
    {
        var error = Forgery(context, operation, foreign, hasNoCookies: false);
        Count(context, operation, error, isByCall: false);
        return Forged(context, OtpRequestBody.Unread(context.Request), error);
    }

    // The site may have given the framework's header and field names of its own. Ours are the same in every site.
    private static string? TokenOf(HttpRequest request, OtpRequestBody body) =>
        request.Headers[OtpFormTokens.Header] is [{ } token] ? token : body[OtpFormTokens.Field];

    private OtpError Forgery(HttpContext context, string operation, string cause, bool hasNoCookies)
    {
        context.RequestServices.GetRequiredService<ILogger<OtpEndpoints>>().Forged(operation, cause, campaign);
        return new(OtpErrorCodes.ForgedRequest) { HasNoCookies = hasNoCookies };
    }

    private Offer18OtpOptions Options(HttpContext context) => context.RequestServices.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(campaign);

    private void Count(HttpContext context, string operation, OtpError? error, bool isByCall, string? operatorName = null)
    {
        var route = new OtpRoute(campaign, operatorName);
        var meter = context.RequestServices.GetRequiredService<OtpMeter>();
        switch (operation)
        {
            case OtpLinks.Generate:
                meter.SendAnswered(route, error?.Code, isByCall);
                break;
            case OtpLinks.Verify:
                meter.CheckAnswered(route, error?.Code, isByCall);
                break;
        }
    }

    private IResult Answer(HttpContext context, OtpRequestBody request, OtpBrowser browser, Step step)
    {
        OtpHeaders.Apply(context.Response);
        var outcome = step.Outcome;
        var goesOn = outcome.Error is null ? step.ReturnUrl : null;
        // Whoever reads HTML sees the code's step, which says that a message may come. An error beside it would say that none can.
        var notice = outcome is { Error: { } refused, IsSendUncertain: false } ? NoticeOf(context, request, refused, step.Notice) : step.Notice;

        if (OtpView.IsWanted(context.Request))
        {
            browser.SetForRendering(outcome.Ticket, notice);
            var view = OtpView.Create(_component, campaign, context);
            return view with { ReturnUrl = goesOn ?? view.ReturnUrl };
        }

        if (request.WantsRedirect)
        {
            browser.SetCookie(outcome.Ticket, notice);
            return new SeeOther(goesOn ?? Page(context, request));
        }

        browser.SetCookie(outcome.Ticket);
        return outcome.Error is { } error
            ? OtpProblem.Result(context, error)
            : State(OtpStateBody.From(outcome.State, step.ReturnUrl));
    }

    private static OtpNotice NoticeOf(HttpContext context, OtpRequestBody request, OtpError error, OtpNotice? ofStep)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        return new OtpNotice(error.Code)
        {
            AskAgain = ofStep?.AskAgain == true || request["again"] is "true",
            IsPaused = error.IsPaused,
            HasNoCookies = error.HasNoCookies,
            Mistake = error.Mistake,
            Restart = error.Restart,
            Text = error.Text,
            // A partner that cannot be reached names no time.
            RetryAt = time.GetUtcNow() + (error.RetryAfter ?? (error is { Code: OtpErrorCodes.UpstreamUnavailable, IsPaused: false } ? TimeSpan.FromMinutes(1) : null)),
            Typed = Bounded(request["msisdn"]),
            Country = Bounded(request["country"]),
            Consent = Consents(request),
        };
    }

    private static string? Bounded(string? typed) => typed is { Length: > 0 and <= MaxTyped } ? typed : null;

    private static bool Consents(OtpRequestBody request) => IsTrue(request["consent"]);

    private static bool IsTrue(string? value) => value is "true" or "on";

    /// <summary>
    /// The page that holds the component. The page sends its own address, because its referrer policy keeps browsers from sending it.
    /// </summary>
    private string Page(HttpContext context, OtpRequestBody request) =>
        LocalUrl.OrNull(request["page"]) ?? context.Request.PathBase.ToUriComponent() + Options(context).VerificationPath;

    // Another site may have posted this, so the cookie does not change.
    private IResult Forged(HttpContext context, OtpRequestBody request, OtpError error) =>
        request.WantsRedirect && OtpRequestBody.Accepts(context.Request, "text/html")
            ? new OtpForgedPage(Page(context, request), campaign, error)
            : OtpProblem.Result(context, error);

    /// <summary>What a post led to.</summary>
    private sealed record Step(OtpOutcome Outcome)
    {
        /// <summary>Where a visitor goes whom the step has let through; a local URL.</summary>
        public string? ReturnUrl { get; init; }

        /// <summary>What the page shows once after the step.</summary>
        public OtpNotice? Notice { get; init; }
    }
}
