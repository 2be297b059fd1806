using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.JSInterop;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Asks for a mobile number and for the code that is sent to it, in the static and Interactive Server render modes, in Razor Pages and in
/// MVC (tag <c>&lt;offer18-otp-verification&gt;</c>). It consists of plain forms, which need no script. With script, its module posts them
/// without leaving the page. The progress of a visitor is kept on the server and in one cookie, never in a circuit. The page that contains
/// the component is answered with <c>Cache-Control: no-store</c> and <c>Referrer-Policy: no-referrer</c>.
/// </summary>
/// <remarks>
/// The element fires <c>offer18-otp:statechange</c> and, when a code was right, <c>offer18-otp:verified</c>. Both events bubble, and their
/// <c>detail</c> is the state. If a listener cancels <c>offer18-otp:verified</c>, the visitor stays on the page.
/// </remarks>
public sealed partial class OtpVerification : ComponentBase, IDisposable
{
    private const string WithoutTrimming = "It is a string, and ASP.NET Core does not support circuits in a trimmed site.";

    private OtpVisit? _visit;
    private string? _formToken;
    private string? _returnUrl;
    private string? _formId;
    private string? _sealedTerms;
    private string? _sealedOf;
    private Dictionary<string, string>? _shownTerms;
    private bool _isSecond;
    private PersistingComponentStateSubscription? _persisting;
    private (OtpPageValues? Given, string Address) _source = (null, "");

    /// <summary>The campaign's name. Empty, which it is if not set, means the default campaign.</summary>
    [Parameter]
    public string Campaign { get; set; } = "";

    /// <summary>
    /// Where a verified visitor goes: a path of this host, or <c>~/</c> and a path below the path base. An address that the gate has put
    /// into the page's query (<c>returnUrl</c>) wins, because the visitor wanted to go there. Addresses that are not local are ignored.
    /// Default: the site's root.
    /// </summary>
    [Parameter]
    public string? ReturnUrl { get; set; }

    /// <summary>
    /// Where to send a visitor whose number already has the subscription. Written like <see cref="ReturnUrl"/>, or an address with
    /// <c>https:</c>. Default: nowhere, and the page offers another number.
    /// </summary>
    [Parameter]
    public string? AlreadySubscribedUrl { get; set; }

    /// <summary>The text of the button that asks for the code, if an operator prescribes one. Default: the text <c>number.submit</c>.</summary>
    [Parameter]
    public string? SubmitText { get; set; }

    /// <summary>
    /// The text of the button that has the code checked, if an operator prescribes one ("Subscribe"). Default: the text <c>code.submit</c>, or with
    /// <see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>, where it is the button that confirms, <c>confirm.submit</c>.
    /// </summary>
    [Parameter]
    public string? VerifyText { get; set; }

    /// <summary>
    /// The country (ISO 3166-1 alpha-2) that is chosen at first in the list of countries, for a page that is for visitors of one country. It must
    /// be one of <see cref="Offer18OtpOptions.AllowedCountries"/>, or it is ignored. A visitor's country in
    /// <see cref="Offer18OtpOptions.CountryHeader"/> wins. Default: <see cref="Offer18OtpOptions.DefaultCountry"/> of the campaign, or the region of
    /// the visitor's language.
    /// </summary>
    [Parameter]
    public string? DefaultCountry { get; set; }

    /// <summary>
    /// Whether a complete code is sent without a press of the button. Works only if all codes have the same length
    /// (<see cref="Offer18OtpOptions.CodeLength"/>). Default false, so that visitors can check what they typed (WCAG 2.2, 3.2.2).
    /// </summary>
    [Parameter]
    public bool AutoSubmit { get; set; }

    /// <summary>
    /// Leaves out the package's style sheet. Elements and classes stay the same, so that the site can style them. Default false.
    /// </summary>
    [Parameter]
    public bool Headless { get; set; }

    /// <summary>
    /// The nonce of the page's Content-Security-Policy, for the style sheet and the script. Default:
    /// <see cref="Offer18OtpOptions.Nonce"/> of the campaign.
    /// </summary>
    [Parameter]
    public string? Nonce { get; set; }

    /// <summary>
    /// The terms: price, period and how to cancel. They stand between the field and the button of the steps in <see cref="ConsentSteps"/>. The context is the
    /// name of the number's operator (<see cref="Offer18OtpOptions.Operators"/>); null before there is a number, and if it has none. Default: the site's own text
    /// <c>terms.{operator}</c>, or <c>terms</c>, if there is one.
    /// </summary>
    [Parameter]
    public RenderFragment<string?>? ConsentContent { get; set; }

    /// <summary>
    /// The steps that show <see cref="ConsentContent"/>. Default: both, because a visitor should see the price where it is agreed to, and again
    /// where the code starts the subscription. The step that asks for a confirmation (<see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>) always shows it.
    /// </summary>
    [Parameter]
    public OtpConsentSteps ConsentSteps { get; set; } = OtpConsentSteps.Both;

    /// <summary>Content above the form that asks for the number.</summary>
    [Parameter]
    public RenderFragment? NumberContent { get; set; }

    /// <summary>Content above the form that asks for the code. The context is the name of the number's operator, as for <see cref="ConsentContent"/>.</summary>
    [Parameter]
    public RenderFragment<string?>? CodeContent { get; set; }

    /// <summary>Content above what a verified visitor sees.</summary>
    [Parameter]
    public RenderFragment? VerifiedContent { get; set; }

    /// <summary>
    /// Called when a code was right. Only in interactive render modes. If this callback is set, the visitor stays on the page until the
    /// callback navigates (a full load: <c>NavigateTo(url, forceLoad: true)</c>).
    /// </summary>
    [Parameter]
    public EventCallback<OtpStatusEventArgs> OnVerified { get; set; }

    /// <summary>Called with the state when the component starts and after each step. Only in interactive render modes.</summary>
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

    private string? PageNonce => Nonce ?? (HttpContext is { } context ? Options.Get(Campaign).Nonce?.Invoke(context) : null);

    // The component's texts may be in another language than the page's own content in the slots.
    private string? PageLanguage => CultureInfo.CurrentUICulture.Name is { Length: > 0 } page && page != Text["language"] ? page : null;

    private string? PageDirection => PageLanguage is null ? null : CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    private string FormIdKey => $"offer18-otp:{Campaign}";

    private string[] OperatorNames => [.. Options.Get(Campaign).Operators.Select(one => one.Name)];

    private RenderFragment<string?>? TermsContent => ConsentContent ?? (OperatorNames.Append(null).Any(HasTermsText) ? TermsOfTexts : null);

    // What is sealed is what is shown.
    private RenderFragment<string?>? ShownTerms => _shownTerms is { } shown ? name => builder => builder.AddMarkupContent(0, shown[name ?? ""]) : TermsContent;

    // The site's texts are in the component's language.
    private string? TermsLanguage => ConsentContent is null ? null : PageLanguage;

    private string? TermsDirection => ConsentContent is null ? null : PageDirection;

    // A site's own localizer may give each key back.
    private bool HasTermsText(string? operatorName) => Text[TermsKey(operatorName)] is { ResourceNotFound: false } text && text.Value != text.Name;

    private static string TermsKey(string? operatorName) => operatorName is null ? "terms" : $"terms.{operatorName}";

    // In a circuit, these attributes connect the module's events to the callbacks. Elsewhere null.
    private Dictionary<string, object>? Handlers => HttpContext is not null ? null : new()
    {
        ["onoffer18otpstatechange"] = EventCallback.Factory.Create<OtpStatusEventArgs>(this, status => OnStateChanged.InvokeAsync(status)),
        ["onoffer18otpverified"] = EventCallback.Factory.Create<OtpStatusEventArgs>(this, status => OnVerified.InvokeAsync(status)),
    };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        ThrowIfMisplaced();
        var place = OtpPlace.Create(HttpContext, Navigation, Options.Get(Campaign));
        // A circuit cannot read the cookie, so nothing about the visitor is rendered here. The module keeps what the server prerendered, or
        // asks the server for it.
        if (HttpContext is not { } context)
        {
            _returnUrl = LocalUrl.OrNull(OtpLinks.ReturnUrlOf(Navigation.Uri)) ?? LocalUrl.OrNull(place.Resolve(ReturnUrl));
            _formId = TakeFormId();
            return;
        }

        NoteIfSecond(context);

        // This must happen before the first await. A streaming page sends its headers at the first await, and then no cookie can be set.
        var browser = OtpBrowser.For(context, Campaign);
        _formToken = browser.NewFormToken();
        OtpHeaders.Apply(context.Response);
        OtpHeaders.ForbidForeignFrames(context.Response);

        var outcome = await Service<OtpStateReader>().GetAsync(await browser.CallerAsync(), context.RequestAborted);
        _returnUrl = place.View is { } view
            ? view.ReturnUrl
            : LocalUrl.OrNull(context.Request.Query["returnUrl"]) ?? LocalUrl.OrNull(place.Resolve(ReturnUrl)) ?? outcome.ReturnUrl;
        var now = TimeProvider.GetUtcNow();
        var kept = browser.Notice is { LastsUntil: { } end } && end <= now ? null : browser.Notice;
        _visit = new(outcome.State, outcome.Error is { } error ? new OtpNotice(error.Code) : kept ?? NoticeOfForeignFrame(context, browser), now)
        {
            Outage = Service<OtpOutages>().Find(Campaign),
            CountryOfHeader = VisitorCountry.OfHeader(context.Request, Options.Get(Campaign).CountryHeader),
            CountriesOfLanguages = VisitorCountry.OfLanguages(context.Request),
            Tag = outcome.Ticket is { MsisdnDigest: { } msisdn } ticket ? ticket.TagOf(msisdn) : null,
            CodeTag = outcome.Ticket.CodeTag,
            LeftTag = outcome.Ticket is { LeftMsisdnDigest: { } left } leaving ? leaving.TagOf(left) : null,
        };

        if (place.View is null)
        {
            _formId = browser.FormId;
            NoteIfWithoutTerms();
            _persisting = AssignedRenderMode is null ? null : Services.GetService<PersistentComponentState>()?.RegisterOnPersisting(KeepFormIdAsync, AssignedRenderMode);
        }

        // The browser gets its handle with the page, not with the answer to a post. So if the form is posted twice, both posts carry the
        // same handle. Most notices are left out, so that the page shows them only once.
        browser.SetCookie(WithLanding(outcome, place), _visit.LastingNotice(Options.Get(Campaign).CodeLifetime));
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (_formId is not null && Options.Get(Campaign).KeepsConsent && TermsContent is { } terms)
        {
            await SealAsync(terms, _formId);
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // A circuit adds the component to a page that is already there, and a browser runs no script tag of such an addition. If the page
        // has loaded the module, the browser does not run it again.
        if (firstRender)
        {
            try
            {
                await Service<IJSRuntime>().InvokeVoidAsync("import", LinksFrom(OtpPlace.Create(HttpContext, Navigation, Options.Get(Campaign))).Module);
            }
            catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
            {
                // The forms work without it.
            }
        }
    }

    /// <inheritdoc />
    public void Dispose() => _persisting?.Dispose();

    // Browsers send a page's cookies into another site's frame only if the site has asked for that. Without them nobody can be verified, so
    // the page says so before the visitor types.
    private static OtpNotice? NoticeOfForeignFrame(HttpContext context, OtpBrowser browser) =>
        browser.IsNew && context.Request.Headers["Sec-Fetch-Site"] == "cross-site" && context.Request.Headers["Sec-Fetch-Dest"].ToString() is "iframe" or "frame" or "embed" or "object"
            ? new OtpNotice(OtpErrorCodes.ForgedRequest) { HasNoCookies = true }
            : null;

    // A circuit goes on with a page that was rendered for this browser, and cannot find out whose it is by itself.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = WithoutTrimming)]
    private string? TakeFormId() => Services.GetService<PersistentComponentState>()?.TryTakeFromJson<string>(FormIdKey, out var prerendered) == true ? prerendered : null;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = WithoutTrimming)]
    private Task KeepFormIdAsync()
    {
        Service<PersistentComponentState>().PersistAsJson(FormIdKey, _formId);
        return Task.CompletedTask;
    }

    // What the visitor agrees to is what stands here now, whatever the site says when the form comes. In a circuit it may change under his eyes.
    private async Task SealAsync(RenderFragment<string?> terms, string formId)
    {
        // What has a state of its own is there twice in a circuit: once for the visitor, and once here.
        if (HttpContext is null && OperatorNames.Prepend(null).Any(name => RenderedContent.HasComponents(terms(name))))
        {
            _sealedTerms = null;
            SayOnce("content", () => Service<ILogger<OtpVerification>>().TermsNotSealed("they have components in a circuit", Campaign));
            return;
        }

        var contents = new Dictionary<string, string>();
        try
        {
            foreach (var name in OperatorNames.Prepend(null))
            {
                contents[name ?? ""] = await RenderedContent.OfAsync(terms(name), Services);
            }
        }
        // Content that is interactive by itself cannot stand alone.
        catch (NotSupportedException exception)
        {
            SayOnce("content", () => Service<ILogger<OtpVerification>>().TermsNotSealed(exception.GetType().Name, Campaign));
            return;
        }

        var texts = contents.ToDictionary(one => one.Key, one => PlainText.Of(one.Value));
        var shown = new TermsSnapshot(
            formId, texts, (ConsentContent is null ? Text["language"] : CultureInfo.CurrentUICulture.Name) is { Length: > 0 } culture ? culture : "en",
            SubmitText ?? Text["number.submit"], VerifyText ?? Text["code.submit"], VerifyText ?? Text["confirm.submit"], TimeProvider.GetUtcNow());
        var words = string.Join('\n', [shown.AskButton, shown.CodeButton, shown.ConfirmButton, .. texts.Values]);
        if (_sealedOf != words)
        {
            (_sealedOf, _sealedTerms) = (words, Service<TermsSeal>().Seal(Campaign, shown));
            if (_sealedTerms is null)
            {
                SayOnce("length", () => Service<ILogger<OtpVerification>>().TermsNotSealed("they are too long", Campaign));
            }
        }

        // A circuit renders its content itself, so that it stays interactive.
        _shownTerms = HttpContext is null ? null : contents;
    }

    private void SayOnce(string what, Action say)
    {
        if (Service<OtpSeenTexts>().IsNew(new(Campaign, null), $"terms: {what}"))
        {
            say();
        }
    }

    // Where the visitor came from stays as it is once he has asked for a code.
    private OtpTicket WithLanding(OtpOutcome outcome, OtpPlace place)
    {
        var settings = Options.Get(Campaign);
        var ticket = outcome.Ticket;
        return outcome.State.Kind == OtpStateKind.Pending || ticket.Landing is not null && settings.LandingAttribution == OtpAttribution.First
            ? ticket
            : ticket with { Landing = Service<LandingReader>().Read(Campaign, settings, place.View is { } view ? view.Given.Page : place.Address) ?? ticket.Landing };
    }

    private void ThrowIfMisplaced()
    {
        if (Services.GetServices<OtpCampaign>().All(campaign => campaign.Name != Campaign))
        {
            throw new InvalidOperationException($"<OtpVerification> names campaign \"{Campaign}\", which was not added. {OtpCampaign.HowToAdd(Campaign)}");
        }

        if (AssignedRenderMode is InteractiveWebAssemblyRenderMode or InteractiveAutoRenderMode)
        {
            throw new InvalidOperationException(
                "<OtpVerification> cannot run in WebAssembly: the server renders it, and its module works without a circuit. Put it on a page of the server's project "
                + "with @attribute [ExcludeFromInteractiveRouting], and in App.razor write <Routes @rendermode=\"Mode\" /> with "
                + "IComponentRenderMode? Mode => HttpContext.AcceptsInteractiveRouting() ? ... : null. Or call app.MapOffer18OtpPage() (docs/getting-started.md).");
        }
    }

    // An error page that is rendered for the same request has another endpoint.
    private void NoteIfSecond(HttpContext context)
    {
        var key = (typeof(OtpVerification), Campaign, context.GetEndpoint());
        _isSecond = !context.Items.TryAdd(key, true);
        if (_isSecond)
        {
            Service<ILogger<OtpVerification>>().ComponentTwice(Campaign);
        }
    }

    private void NoteIfWithoutTerms()
    {
        if (Options.Get(Campaign).ConfirmBeforeVerify && TermsContent is null)
        {
            SayOnce("none", () => Service<ILogger<OtpVerification>>().ConfirmsWithoutTerms(Campaign));
        }
    }

    private OtpVerificationLinks LinksFrom(OtpPlace place) => OtpVerificationLinks.Create(place, Campaign, Service<LinkGenerator>()) with
    {
        ReturnUrl = _returnUrl,
        AlreadySubscribedUrl = place.ResolveLocalOrHttps(AlreadySubscribedUrl),
        IsAlreadySubscribedUrlOnPage = place.View is { IsOfElement: true },
    };

    // The address that the module calls. Its query repeats what the page gave to the component.
    private string SourceOf(OtpPlace place, OtpVerificationLinks links)
    {
        var given = new OtpPageValues(CultureInfo.CurrentUICulture.Name, links.Page, links.ReturnUrl)
        {
            AlreadySubscribedUrl = links.AlreadySubscribedUrl,
            SubmitText = SubmitText,
            VerifyText = VerifyText,
            DefaultCountry = DefaultCountry,
            ConsentSteps = ConsentSteps,
        };
        if (place.View is { IsOfElement: true })
        {
            return links.Status + OtpViewQuery.OfElement(given);
        }

        // Sealing the same twice gives two addresses, and a circuit would send each of them to the browser.
        if (_source.Given != given)
        {
            _source = (given, links.Status + Service<OtpViewQuery>().Seal(Campaign, given));
        }

        return _source.Address;
    }

    // An answer to the module always has a place for the terms, because only the page knows whether there are any.
    private OtpWishes WishesOf(OtpPlace place) => new()
    {
        SubmitText = SubmitText,
        VerifyText = VerifyText,
        DefaultCountry = DefaultCountry,
        Terms = TermsContent is null && place.View is null ? null : ConsentSteps,
    };

    private MarkupString FilesOf(OtpPlace place, OtpVerificationLinks links)
    {
        var nonce = OtpHtml.Attribute("nonce", PageNonce);
        var style = Headless ? default : OtpHtml.Of($"""<link rel="stylesheet" href="{links.Style}"{nonce} />""");
        return HttpContext is null || place.View is not null ? style : OtpHtml.Of($"""{style}<script type="module" src="{links.Module}"{nonce}></script>""");
    }

    // Always in the page, because only what changes in it is read out. The module says there that an answer takes its time.
    private MarkupString Waiting => OtpHtml.Of($"""<p class="offer18-otp__waiting" aria-live="polite" data-part="waiting" data-words="{Text["wait"]}|{Text["wait.long"]}"></p>""");

    // The module clones this when no answer came, or when the answer was not ours.
    private MarkupString Unanswered(string part, string title, string detail) => OtpHtml.Of(
        $"""
        <div data-part="{part}" hidden>
            <p><span class="offer18-otp__error-prefix">{Text["error.prefix"]}</span> <strong>{title}</strong></p>
            <p>{detail}</p>
            <p><button class="offer18-otp__way" type="button" data-again>{Text["gate.retry"]}</button></p>
        </div>
        """);

    private OtpFormFields? FieldsOf(OtpVerificationLinks links) =>
        _formToken is null ? null : new(_formToken, links.Page);

    private static string? Json(OtpPageState? status) => status is null ? null : JsonSerializer.Serialize(status, OtpJson.Web.OtpPageState);

    private T Service<T>() where T : notnull => Services.GetRequiredService<T>();
}
