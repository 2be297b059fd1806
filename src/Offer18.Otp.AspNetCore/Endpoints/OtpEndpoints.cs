using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>The header with the antiforgery token, for clients that post no form of ours.</summary>
    public const string AntiforgeryHeader = "RequestVerificationToken";

    /// <summary>The longest text that is put back into the field where it was typed, in characters.</summary>
    private const int MaxTyped = 40;

    public Task<IResult> GenerateAsync(HttpContext context, OtpGenerator generator) => PostAsync(context, OtpLinks.Generate, async (request, browser) =>
        new(request.IsMalformed
            ? OtpOutcome.Refused(browser.Ticket, new OtpError(OtpErrorCodes.InvalidMsisdn))
            : await generator.GenerateAsync(
                await browser.CallerAsync(),
                new GenerateCommand
                {
                    Typed = request["msisdn"],
                    Country = request["country"],
                    Consent = Consents(request),
                    IsFromPage = request.WantsRedirect || OtpView.IsWanted(context.Request),
                    ReturnUrl = request["returnUrl"],
                    Parameters = request.Parameters,
                },
                context.RequestAborted)));

    public Task<IResult> VerifyAsync(HttpContext context, OtpVerifier verifier) => PostAsync(context, OtpLinks.Verify, async (request, browser) =>
    {
        var outcome = await verifier.VerifyAsync(
            await browser.CallerAsync(),
            new VerifyCommand { Otp = request.IsMalformed ? null : request["otp"], Back = request["back"], Parameters = request.Parameters },
            context.RequestAborted);
        // The gate may have sent the visitor to the page after the code was requested. So the page's return URL comes first.
        var returnUrl = LocalUrl.OrNull(OtpLinks.ReturnUrlOf(request["page"])) ?? LocalUrl.OrNull(outcome.ReturnUrl) ?? $"{context.Request.PathBase.ToUriComponent()}/";
        return new(outcome) { ReturnUrl = returnUrl };
    });

    public Task<IResult> ResetAsync(HttpContext context, OtpResetter resetter) => PostAsync(context, OtpLinks.Reset, async (request, browser) =>
        IsTrue(request["back"])
            ? new(await resetter.ComeBackAsync(await browser.CallerAsync(), context.RequestAborted))
            : new(await resetter.ResetAsync(await browser.CallerAsync(), context.RequestAborted)) { Notice = new OtpNotice(null) { AskAgain = true } });

    public async Task<IResult> StatusAsync(HttpContext context, OtpStateReader states, IAntiforgery antiforgery)
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
        var token = antiforgery.GetAndStoreTokens(context).RequestToken;
        OtpHeaders.Apply(context.Response);
        return State(OtpStateBody.From(outcome.State) with { AntiforgeryToken = token });
    }

    private static JsonHttpResult<OtpStateBody> State(OtpStateBody body) => TypedResults.Json(body, OtpJson.Web.OtpStateBody);

    // Every post goes like this: read the body, find the browser, check against forgery, do the step, count it, answer.
    private async Task<IResult> PostAsync(HttpContext context, string operation, Func<OtpRequestBody, OtpBrowser, Task<Step>> step)
    {
        var request = await OtpRequestBody.ReadAsync(context.Request);
        var browser = OtpBrowser.For(context, campaign);
        var isForged = !await IsValidAsync(context);
        var done = isForged ? new Step(OtpOutcome.Refused(browser.Ticket, Forgery(context, browser))) : await step(request, browser);
        Count(context, operation, done.Outcome);
        return isForged && !OtpView.IsWanted(context.Request) ? Forged(context, request, done.Outcome.Error!) : Answer(context, request, browser, done);
    }

    private static OtpError Forgery(HttpContext context, OtpBrowser browser)
    {
        var antiforgery = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie.Name;
        return new(OtpErrorCodes.ForgedRequest) { HasNoCookies = browser.IsNew && (antiforgery is null || !context.Request.Cookies.ContainsKey(antiforgery)) };
    }

    private void Count(HttpContext context, string operation, OtpOutcome outcome)
    {
        var meter = context.RequestServices.GetRequiredService<OtpMeter>();
        switch (operation)
        {
            case OtpLinks.Generate:
                meter.SendAnswered(campaign, outcome.Error?.Code, outcome.IsByCall);
                break;
            case OtpLinks.Verify:
                meter.CheckAnswered(campaign, outcome.Error?.Code, outcome.IsByCall);
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
            : State(OtpStateBody.From(outcome.State) with { ReturnUrl = step.ReturnUrl });
    }

    private static OtpNotice NoticeOf(HttpContext context, OtpRequestBody request, OtpError error, OtpNotice? ofStep)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        return new OtpNotice(error.Code)
        {
            AskAgain = ofStep?.AskAgain == true || request["again"] is "true",
            IsPaused = error.IsPaused,
            HasNoCookies = error.HasNoCookies,
            Restart = error.Restart,
            RetryAt = time.GetUtcNow() + error.RetryAfter,
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
    private string Page(HttpContext context, OtpRequestBody request)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(campaign);
        return LocalUrl.OrNull(request["page"]) ?? context.Request.PathBase.ToUriComponent() + options.VerificationPath;
    }

    // Another site may have posted this, so the cookie does not change.
    private IResult Forged(HttpContext context, OtpRequestBody request, OtpError error) =>
        request.WantsRedirect && OtpRequestBody.Accepts(context.Request, "text/html")
            ? new OtpForgedPage(Page(context, request), campaign, error)
            : OtpProblem.Result(context, error);

    private static async Task<bool> IsValidAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        // The site may have renamed the antiforgery header. The name in our HTTP contract still works.
        if (options.HeaderName is { } own && context.Request.Headers[AntiforgeryHeader] is { Count: 1 } token)
        {
            context.Request.Headers.TryAdd(own, token);
        }

        try
        {
            return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        }
        // A form that cannot be read contains no token.
        catch (Exception exception) when (exception is AntiforgeryValidationException || OtpRequestBody.IsOfBody(exception))
        {
            return false;
        }
    }

    /// <summary>What a post led to.</summary>
    private sealed record Step(OtpOutcome Outcome)
    {
        /// <summary>Where a visitor goes whom the step has let through; a local URL.</summary>
        public string? ReturnUrl { get; init; }

        /// <summary>What the page shows once after the step.</summary>
        public OtpNotice? Notice { get; init; }
    }
}
