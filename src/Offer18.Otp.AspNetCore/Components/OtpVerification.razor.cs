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
    private OtpState _state = OtpState.None;
    private OtpNotice? _notice;
    private AntiforgeryTokenSet? _antiforgery;
    private IReadOnlyList<OtpCountry> _countries = [];
    private string? _country;
    private string? _returnUrl;
    private bool _requireConsent;
    private bool _isHere;
    private TimeSpan _codeLeft;
    private TimeSpan _resendIn;

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

    private string PathBase => HttpContext?.Request.PathBase.ToUriComponent() ?? new Uri(Navigation.BaseUri).AbsolutePath.TrimEnd('/');

    // Back from a form the page opens where the visitor was, and not at its top.
    private string Page => OtpView.Find(HttpContext)?.Page ?? $"{Here}#{SectionId}";

    private string Here => HttpContext?.Request switch
    {
        null => new Uri(Navigation.Uri).PathAndQuery,
        _ when OtpView.Find(HttpContext) is not null => PathBase + Options.Get(Campaign).VerificationPath,
        // A backslash, which browsers send as it is, is not part of a local URL.
        var request => $"{request.PathBase.ToUriComponent()}{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent().Replace("\\", "%5C", StringComparison.Ordinal)}",
    };

    private string SectionId => Campaign.Length == 0 ? "offer18-otp" : $"offer18-otp-{Campaign}";

    private string FieldId => Step switch
    {
        OtpStateKind.Pending => Id(IsOver ? "again" : "code"),
        OtpStateKind.Verified => Id("continue"),
        _ => Id(LacksConsent ? "consent" : "number"),
    };

    // A verified visitor may be asked all the same: by a gate that wants a fresh verification, or to use another number.
    private OtpStateKind Step => _state.Kind == OtpStateKind.Verified && _notice is { } notice && (notice.AskAgain || notice.Code == OtpErrorCodes.OtpRequired)
        ? OtpStateKind.None
        : _state.Kind;

    private bool LacksConsent => _notice?.Code == OtpErrorCodes.ConsentRequired;

    private bool IsExpired => _codeLeft <= TimeSpan.Zero;

    // No code can be checked any more: a field for one would be a trap.
    private bool IsOver => Step == OtpStateKind.Pending && (_state.AttemptsRemaining == 0 || IsExpired);

    private string? ErrorCode => _notice?.Code switch
    {
        // The last wrong code is one too many.
        OtpErrorCodes.InvalidOtp when _state.AttemptsRemaining == 0 => OtpErrorCodes.AttemptsExhausted,
        // The partner knows the code no more; the visitor did ask for it.
        OtpErrorCodes.NoPendingRequest when IsOver => OtpErrorCodes.OtpExpired,
        var code => code,
    };

    private string WaitText => IsOver ? "code.locked" : "resend.in";

    private string? WaitId => _resendIn > TimeSpan.Zero ? Id("wait") : null;

    private string? StateName => _isHere ? OtpStateBody.NameOf(Step) : null;

    private string? Status => _isHere
        ? JsonSerializer.Serialize(OtpStateBody.From(_state) with { ReturnUrl = ReturnUrlOrRoot, Error = _notice?.Code }, OtpJson.Web.OtpStateBody)
        : null;

    private string ReturnUrlOrRoot => _returnUrl ?? $"{PathBase}/";

    private string Source => Link(OtpLinks.Status) + OtpView.ToQuery(Page, _returnUrl, ContentUrl, SubmitText);

    private string? ContentUrl => Resolve(AlreadySubscribedUrl) is { } url && (LocalUrl.IsLocal(url) || url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) ? url : null;

    private int? ExactLength => Options.Get(Campaign).CodeLength is var length && length.Min == length.Max ? length.Min : null;

    private string CodeLength => Options.Get(Campaign).CodeLength is var length ? $"{length.Min}-{length.Max}" : "";

    // The texts may be in another language than the page that the slots belong to.
    private string? PageLanguage => CultureInfo.CurrentUICulture.Name is { Length: > 0 } page && page != Text["language"] ? page : null;

    private string? PageDirection => PageLanguage is null ? null : CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

    // A number that cannot be served for now is not a wrong one.
    private string? Invalid =>
        _notice?.Code is OtpErrorCodes.InvalidMsisdn or OtpErrorCodes.InvalidOtp or OtpErrorCodes.OtpExpired ? "true" : null;

    private string DescribedBy => _notice?.Code is null || LacksConsent ? Id("hint") : $"{Id("error")} {Id("hint")}";

    // A page with Blazor's script has loaded it already, and the browser runs it once. In a circuit Blazor's script is there.
    private RenderFragment? Module => HttpContext is null || OtpView.Find(HttpContext) is not null ? null : builder =>
    {
        builder.OpenElement(0, "script");
        builder.AddAttribute(1, "type", "module");
        builder.AddAttribute(2, "src", Asset("Offer18.Otp.AspNetCore.lib.module.js"));
        builder.CloseElement();
    };

    // The module's events, where there is a circuit to tell.
    private Dictionary<string, object>? Handlers => HttpContext is not null ? null : new()
    {
        ["onoffer18otpstatechange"] = EventCallback.Factory.Create<OtpStatusEventArgs>(this, status => OnStateChanged.InvokeAsync(status)),
        ["onoffer18otpverified"] = EventCallback.Factory.Create<OtpStatusEventArgs>(this, status => OnVerified.InvokeAsync(status)),
    };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        // A circuit knows no cookie: what the server made stays in the page, or the module asks for it.
        if (HttpContext is not { } context)
        {
            _returnUrl = LocalUrl.OrNull(OtpLinks.ReturnUrlOf(Navigation.Uri)) ?? LocalUrl.OrNull(Resolve(ReturnUrl));
            return;
        }

        // First of all: a page that streams has begun its answer after the first wait.
        _antiforgery = Service<IAntiforgery>().GetAndStoreTokens(context);
        OtpHeaders.Apply(context.Response);

        var browser = OtpBrowser.For(context, Campaign);
        var outcome = await Service<OtpStateReader>().GetAsync(await browser.CallerAsync(), context.RequestAborted);
        var options = Options.Get(Campaign);
        var now = TimeProvider.GetUtcNow();
        _state = outcome.State;
        _notice = outcome.Error is { } error ? new OtpNotice(error.Code) : browser.Notice;
        _returnUrl = OtpView.Find(context) is { } view
            ? view.ReturnUrl
            : LocalUrl.OrNull(context.Request.Query["returnUrl"]) ?? LocalUrl.OrNull(Resolve(ReturnUrl)) ?? outcome.ReturnUrl;
        _requireConsent = options.RequireConsent;
        _countries = OtpCountry.List(options);
        _country = _countries.FirstOrDefault(country => country.Code == (_notice?.Country ?? options.DefaultCountry))?.Code;
        _codeLeft = _state.ExpiresAt - now ?? TimeSpan.Zero;
        _resendIn = _state.ResendAt - now ?? TimeSpan.Zero;
        _isHere = true;

        // The browser gets its handle with the page, so that a form posted twice is one visitor's; its notice is said once.
        browser.SetCookie(outcome.Ticket);
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(Math.Max(time.TotalSeconds, 0));

    private static int Minutes(TimeSpan time) => (int)Math.Ceiling(time.TotalMinutes);

    // As a clock shows it: it reads the same in each language, and keeps its width as it runs.
    private static string Clock(TimeSpan time) => $"{Seconds(time) / 60}:{Seconds(time) % 60:00}";

    private T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    private string? Resolve(string? url) => url is ['~', '/', ..] ? PathBase + url[1..] : url;

    // No campaign's name has a dot: the parts of one are never the element of another.
    private string Id(string part) => $"{SectionId}.{part}";

    private string Asset(string file) => $"{PathBase}/{Assets[$"_content/Offer18.Otp.AspNetCore/{file}"]}";

    private string Link(string operation) => OtpLinks.Path(Service<LinkGenerator>(), PathBase, Campaign, operation);
}
