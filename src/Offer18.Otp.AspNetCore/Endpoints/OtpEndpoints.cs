using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The four endpoints of a campaign: requests in, states and problems out.</summary>
internal sealed class OtpEndpoints(string campaign)
{
    /// <summary>The longest text that comes back into the field it was typed into.</summary>
    private const int MaxTyped = 40;

    private const string AntiforgeryHeader = "RequestVerificationToken";

    public async Task<IResult> GenerateAsync(HttpContext context, OtpGenerator generator)
    {
        var request = await OtpRequest.ReadAsync(context.Request);
        if (await ForgedAsync(context) is { } forged)
        {
            return forged;
        }

        var browser = OtpBrowser.Of(context, campaign);
        var outcome = request.IsMalformed
            ? new OtpOutcome(browser.Ticket) { Error = new OtpError(OtpErrorCodes.InvalidMsisdn) }
            : await generator.GenerateAsync(
                await browser.CallerAsync(),
                new GenerateCommand
                {
                    Msisdn = request["msisdn"],
                    Consent = request["consent"] is "true" or "on",
                    ReturnUrl = request["returnUrl"],
                    Parameters = request.Parameters,
                },
                context.RequestAborted);
        return Answer(context, request, browser, outcome);
    }

    public async Task<IResult> VerifyAsync(HttpContext context, OtpVerifier verifier)
    {
        var request = await OtpRequest.ReadAsync(context.Request);
        if (await ForgedAsync(context) is { } forged)
        {
            return forged;
        }

        var browser = OtpBrowser.Of(context, campaign);
        var outcome = await verifier.VerifyAsync(
            await browser.CallerAsync(),
            new VerifyCommand { Otp = request.IsMalformed ? null : request["otp"], Parameters = request.Parameters },
            context.RequestAborted);
        var returnUrl = LocalUrl.OrNull(outcome.ReturnUrl) ?? $"{context.Request.PathBase.ToUriComponent()}/";
        return Answer(context, request, browser, outcome, returnUrl);
    }

    public async Task<IResult> ResetAsync(HttpContext context, OtpStates states)
    {
        var request = await OtpRequest.ReadAsync(context.Request);
        if (await ForgedAsync(context) is { } forged)
        {
            return forged;
        }

        var browser = OtpBrowser.Of(context, campaign);
        return Answer(context, request, browser, await states.ResetAsync(await browser.CallerAsync(), context.RequestAborted));
    }

    public async Task<IResult> StatusAsync(HttpContext context, OtpStates states, IAntiforgery antiforgery)
    {
        var browser = OtpBrowser.Of(context, campaign);
        var outcome = await states.GetAsync(await browser.CallerAsync(), context.RequestAborted);
        if (outcome.Error is { } error)
        {
            return OtpProblem.Result(context, error);
        }

        browser.Write(outcome.Ticket, browser.Notice);
        var token = antiforgery.GetAndStoreTokens(context).RequestToken;
        OtpHeaders.Apply(context.Response);
        return State(OtpStateBody.Of(outcome.State) with { AntiforgeryToken = token });
    }

    private static JsonHttpResult<OtpStateBody> State(OtpStateBody body) => TypedResults.Json(body, OtpJson.Web.OtpStateBody);

    private IResult Answer(HttpContext context, OtpRequest request, OtpBrowser browser, OtpOutcome outcome, string? returnUrl = null)
    {
        OtpHeaders.Apply(context.Response);
        if (request.WantsRedirect)
        {
            browser.Write(outcome.Ticket, Notice(context, request, outcome.Error));
            return new SeeOther(outcome.Error is null && returnUrl is not null ? returnUrl : Page(context, request));
        }

        browser.Write(outcome.Ticket);
        return outcome.Error is { } error
            ? OtpProblem.Result(context, error)
            : State(OtpStateBody.Of(outcome.State) with { ReturnUrl = returnUrl });
    }

    private static OtpNotice? Notice(HttpContext context, OtpRequest request, OtpError? error)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        return error is null
            ? null
            : new OtpNotice(error.Code)
            {
                RetryAt = time.GetUtcNow() + error.RetryAfter,
                Typed = request["msisdn"] is { Length: <= MaxTyped } typed ? typed : null,
            };
    }

    /// <summary>The page that holds the component: it says so itself, because its referrer policy keeps browsers from it.</summary>
    private string Page(HttpContext context, OtpRequest request)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(campaign);
        return LocalUrl.OrNull(request["page"]) ?? context.Request.PathBase.ToUriComponent() + options.VerificationPath;
    }

    private static async Task<IResult?> ForgedAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        // The contract's header holds in a site that has given its own header another name, too.
        if (options.HeaderName is { } own && context.Request.Headers[AntiforgeryHeader] is { Count: 1 } token)
        {
            context.Request.Headers.TryAdd(own, token);
        }

        return await IsValidAsync(context)
            ? null
            : OtpProblem.Result(context, new OtpError(OtpErrorCodes.ForgedRequest));
    }

    private static async Task<bool> IsValidAsync(HttpContext context)
    {
        try
        {
            return await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        }
        // A form that cannot be read has no token in it.
        catch (Exception exception) when (exception is AntiforgeryValidationException || OtpRequest.IsOfBody(exception))
        {
            return false;
        }
    }
}
