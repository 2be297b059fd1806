using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Asks for a mobile number and for the code that is sent to it, in any render mode, in Razor Pages and in MVC (tag
/// <c>&lt;offer18-otp-verification&gt;</c>). Plain forms that need no script; its module posts them in place. How far a visitor
/// has come is kept on the server and in one cookie, never in a circuit. The page that holds it is answered with
/// <c>Cache-Control: no-store</c> and <c>Referrer-Policy: no-referrer</c>.
/// </summary>
/// <remarks>
/// The element fires <c>offer18-otp:statechange</c> and, once a code was right, <c>offer18-otp:verified</c>; both bubble and
/// carry the state as <c>detail</c>. A listener that cancels the latter keeps the visitor on the page.
/// </remarks>
public sealed partial class OtpVerification : ComponentBase
{
    private OtpVisit? _visit;
    private AntiforgeryTokenSet? _antiforgery;
    private string? _returnUrl;

    /// <summary>The campaign; empty, the default, is the default campaign.</summary>
    [Parameter]
    public string Campaign { get; set; } = "";

    /// <summary>
    /// Where a verified visitor goes: a path of this host, or <c>~/</c> and a path below the path base. An address in the
    /// page's query that the gate has put there (<c>returnUrl</c>) wins: it is where the visitor wanted to go. Others than
    /// local ones are ignored. Default: the site's root.
    /// </summary>
    [Parameter]
    public string? ReturnUrl { get; set; }

    /// <summary>
    /// Where a visitor goes whose number already has the subscription: as <see cref="ReturnUrl"/>, or an address with <c>https:</c>.
    /// Default: nowhere, and the error offers another number.
    /// </summary>
    [Parameter]
    public string? AlreadySubscribedUrl { get; set; }

    /// <summary>The text of the button that asks for the code, where an operator prescribes one. Default: the text <c>number.submit</c>.</summary>
    [Parameter]
    public string? SubmitText { get; set; }

    /// <summary>
    /// Whether a complete code is sent without a press of the button. Only where <see cref="Offer18OtpOptions.CodeLength"/> is one
    /// length. Default false: a visitor checks what was typed (WCAG 2.2, 3.2.2).
    /// </summary>
    [Parameter]
    public bool AutoSubmit { get; set; }

    /// <summary>Leaves the package's style out: the same elements and classes, for a style of the site's own. Default false.</summary>
    [Parameter]
    public bool Headless { get; set; }

    /// <summary>Price, period and how to cancel: stands between the number and the button, on the step that asks for the number.</summary>
    [Parameter]
    public RenderFragment? ConsentContent { get; set; }

    /// <summary>Stands above the form that asks for the number.</summary>
    [Parameter]
    public RenderFragment? NumberContent { get; set; }

    /// <summary>Stands above the form that asks for the code.</summary>
    [Parameter]
    public RenderFragment? CodeContent { get; set; }

    /// <summary>Stands above what a verified visitor sees.</summary>
    [Parameter]
    public RenderFragment? VerifiedContent { get; set; }

    /// <summary>
    /// A code was right; in interactive modes. Where it is set, the visitor stays on the page, and the callback decides where to go
    /// (a full load: <c>NavigateTo(url, forceLoad: true)</c>).
    /// </summary>
    [Parameter]
    public EventCallback<OtpStatusEventArgs> OnVerified { get; set; }

    /// <summary>The server has told a state, at first and after each step; in interactive modes.</summary>
    [Parameter]
    public EventCallback<OtpStatusEventArgs> OnStateChanged { get; set; }

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    [Inject]
    private IServiceProvider Services { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private IOptionsMonitor<Offer18OtpOptions> Options { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    [Inject]
    private TimeProvider TimeProvider { get; set; } = default!;

    // The texts may be in another language than the page that the slots belong to.
    private string? PageLanguage => CultureInfo.CurrentUICulture.Name is { Length: > 0 } page && page != Text["language"] ? page : null;

    private string? PageDirection => PageLanguage is null ? null : CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    // The module's events, where there is a circuit to tell.
    private Dictionary<string, object>? Handlers => HttpContext is not null ? null : new()
    {
        ["onoffer18otpstatechange"] = EventCallback.Factory.Create<OtpStatusEventArgs>(this, status => OnStateChanged.InvokeAsync(status)),
        ["onoffer18otpverified"] = EventCallback.Factory.Create<OtpStatusEventArgs>(this, status => OnVerified.InvokeAsync(status)),
    };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var place = OtpPlace.Create(HttpContext, Navigation, Options.Get(Campaign));
        // A circuit knows no cookie: what the server made stays in the page, or the module asks for it.
        if (HttpContext is not { } context)
        {
            _returnUrl = LocalUrl.OrNull(OtpLinks.ReturnUrlOf(Navigation.Uri)) ?? LocalUrl.OrNull(place.Resolve(ReturnUrl));
            return;
        }

        // First of all: a page that streams has begun its answer after the first wait.
        _antiforgery = Service<IAntiforgery>().GetAndStoreTokens(context);
        OtpHeaders.Apply(context.Response);

        var browser = OtpBrowser.For(context, Campaign);
        var outcome = await Service<OtpStateReader>().GetAsync(await browser.CallerAsync(), context.RequestAborted);
        _returnUrl = place.View is { } view
            ? view.ReturnUrl
            : LocalUrl.OrNull(context.Request.Query["returnUrl"]) ?? LocalUrl.OrNull(place.Resolve(ReturnUrl)) ?? outcome.ReturnUrl;
        _visit = new(outcome.State, outcome.Error is { } error ? new OtpNotice(error.Code) : browser.Notice, TimeProvider.GetUtcNow());

        // The browser gets its handle with the page, so that a form posted twice is one visitor's; its notice is said once.
        browser.SetCookie(outcome.Ticket);
    }

    private OtpVerificationLinks LinksFrom(OtpPlace place) => OtpVerificationLinks.Create(place, Campaign, Service<LinkGenerator>()) with
    {
        ReturnUrl = _returnUrl,
        AlreadySubscribedUrl = place.ResolveLocalOrHttps(AlreadySubscribedUrl),
    };

    // What the module asks for carries along what the page gave to the component.
    private string SourceOf(OtpVerificationLinks links) =>
        links.Status + OtpView.ToQuery(links.Page, links.ReturnUrl, links.AlreadySubscribedUrl, SubmitText);

    private OtpFormFields? FieldsOf(OtpVerificationLinks links) =>
        _antiforgery is null ? null : new(_antiforgery.FormFieldName, _antiforgery.RequestToken, links.Page);

    private string Asset(OtpPlace place, string file) => $"{place.PathBase}/{Assets[$"_content/Offer18.Otp.AspNetCore/{file}"]}";

    private static string? Json(OtpStateBody? status) => status is null ? null : JsonSerializer.Serialize(status, OtpJson.Web.OtpStateBody);

    private T Service<T>() where T : notnull => Services.GetRequiredService<T>();
}
