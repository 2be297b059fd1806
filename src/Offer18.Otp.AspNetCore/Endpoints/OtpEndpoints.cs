using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Antiforgery;
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
    /// <summary>The longest text that is put back into the field where it was typed, in characters.</summary>
    private const int MaxTyped = 40;

    private const string AntiforgeryHeader = "RequestVerificationToken";

    public Task<IResult> GenerateAsync(HttpContext context, OtpGenerator generator) => PostAsync(context, async (request, browser) =>
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
                    ReturnUrl = request["returnUrl"],
                    Parameters = request.Parameters,
                },
                context.RequestAborted);
        return Answer(context, request, browser, outcome);
    });

    public Task<IResult> VerifyAsync(HttpContext context, OtpVerifier verifier) => PostAsync(context, async (request, browser) =>
    {
        var outcome = await verifier.VerifyAsync(
            await browser.CallerAsync(),
            new VerifyCommand { Otp = request.IsMalformed ? null : request["otp"], Parameters = request.Parameters },
            context.RequestAborted);
        // The gate may have sent the visitor to the page after the code was requested. So the page's return URL comes first.
        var returnUrl = LocalUrl.OrNull(OtpLinks.ReturnUrlOf(request["page"])) ?? LocalUrl.OrNull(outcome.ReturnUrl) ?? $"{context.Request.PathBase.ToUriComponent()}/";
        return Answer(context, request, browser, outcome, returnUrl);
    });

    public Task<IResult> ResetAsync(HttpContext context, OtpResetter resetter) => PostAsync(context, async (request, browser) =>
    {
        var outcome = await resetter.ResetAsync(await browser.CallerAsync(), context.RequestAborted);
        return Answer(context, request, browser, outcome, notice: new OtpNotice(null) { AskAgain = true });
    });

    public async Task<IResult> StatusAsync(HttpContext context, OtpStateReader states, IAntiforgery antiforgery)
    {
        if (OtpView.IsWanted(context.Request))
        {
            // An element that a page has written itself knows only the address of its script, and its campaign's name.
            var named = context.Request.Query["campaign"] is [{ } name, ..] ? name : campaign;
            if (context.RequestServices.GetRequiredService<MappedCampaigns>().Contains(named))
            {
                return View(context) with { Campaign = named };
            }

            context.RequestServices.GetRequiredService<ILogger<OtpEndpoints>>().ElementNamesUnknownCampaign();
            return TypedResults.NotFound();
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

    private OtpView View(HttpContext context) => new(component, campaign, context.Request.Query);

    // Every post begins like this: read the body, find the browser, check against forgery.
    private async Task<IResult> PostAsync(HttpContext context, Func<OtpRequestBody, OtpBrowser, Task<IResult>> answer)
    {
        var request = await OtpRequestBody.ReadAsync(context.Request);
        var browser = OtpBrowser.For(context, campaign);
        return await ForgedAsync(context, request, browser) ?? await answer(request, browser);
    }

    private IResult Answer(
        HttpContext context, OtpRequestBody request, OtpBrowser browser, OtpOutcome outcome, string? returnUrl = null, OtpNotice? notice = null)
    {
        OtpHeaders.Apply(context.Response);
        var goesOn = outcome.Error is null ? returnUrl : null;
        if (outcome.Error is { } refused)
        {
            notice = NoticeOf(context, request, refused, notice);
        }

        if (OtpView.IsWanted(context.Request))
        {
            browser.SetForRendering(outcome.Ticket, notice);
            var view = View(context);
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
            : State(OtpStateBody.From(outcome.State) with { ReturnUrl = returnUrl });
    }

    private static OtpNotice NoticeOf(HttpContext context, OtpRequestBody request, OtpError error, OtpNotice? ofStep)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        return new OtpNotice(error.Code)
        {
            AskAgain = ofStep?.AskAgain == true || request["again"] is "true",
            Restart = error.Restart,
            RetryAt = time.GetUtcNow() + error.RetryAfter,
            Typed = Bounded(request["msisdn"]),
            Country = Bounded(request["country"]),
            Consent = Consents(request),
        };
    }

    private static string? Bounded(string? typed) => typed is { Length: > 0 and <= MaxTyped } ? typed : null;

    private static bool Consents(OtpRequestBody request) => request["consent"] is "true" or "on";

    /// <summary>
    /// The page that holds the component. The page sends its own address, because its referrer policy keeps browsers from sending it.
    /// </summary>
    private string Page(HttpContext context, OtpRequestBody request)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(campaign);
        return LocalUrl.OrNull(request["page"]) ?? context.Request.PathBase.ToUriComponent() + options.VerificationPath;
    }

    private async Task<IResult?> ForgedAsync(HttpContext context, OtpRequestBody request, OtpBrowser browser)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        // The site may have renamed the antiforgery header. The name in our HTTP contract still works.
        if (options.HeaderName is { } own && context.Request.Headers[AntiforgeryHeader] is { Count: 1 } token)
        {
            context.Request.Headers.TryAdd(own, token);
        }

        if (await IsValidAsync(context))
        {
            return null;
        }

        var error = new OtpError(OtpErrorCodes.ForgedRequest);
        if (OtpView.IsWanted(context.Request))
        {
            return Answer(context, request, browser, OtpOutcome.Refused(browser.Ticket, error));
        }

        return request.WantsRedirect && OtpRequestBody.Accepts(context.Request, "text/html")
            ? new OtpForgedPage(Page(context, request), campaign)
            : OtpProblem.Result(context, error);
    }

    private static async Task<bool> IsValidAsync(HttpContext context)
    {
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
}
