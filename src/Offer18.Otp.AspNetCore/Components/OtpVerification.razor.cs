using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Asks for a mobile number and for the code that is sent to it. Plain forms that need no script: for static Razor components,
/// Razor Pages and MVC (<c>&lt;component type="typeof(OtpVerification)" render-mode="Static" /&gt;</c>). The page that holds it
/// is answered with <c>Cache-Control: no-store</c> and <c>Referrer-Policy: no-referrer</c>.
/// </summary>
public sealed partial class OtpVerification : ComponentBase
{
    private OtpState _state = OtpState.None;
    private OtpNotice? _notice;
    private AntiforgeryTokenSet? _antiforgery;
    private string? _returnUrl;
    private bool _requireConsent;
    private bool _askAgain;
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

    [CascadingParameter]
    private HttpContext? HttpContext { get; set; }

    [Inject]
    private IAntiforgery Antiforgery { get; set; } = default!;

    [Inject]
    private IOptionsMonitor<Offer18OtpOptions> Options { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    [Inject]
    private OtpStates States { get; set; } = default!;

    [Inject]
    private TimeProvider TimeProvider { get; set; } = default!;

    private HttpContext Context => HttpContext ?? throw new InvalidOperationException(
        "<OtpVerification> renders with the page, on the server. Where an interactive render mode is set for the whole site, put "
        + "@attribute [ExcludeFromInteractiveRouting] on its page.");

    private string PathBase => Context.Request.PathBase.ToUriComponent();

    // Back from a form the page opens where the visitor was, and not at its top.
    private string Page => $"{PathBase}{Context.Request.Path.ToUriComponent()}{Context.Request.QueryString.ToUriComponent()}#{SectionId}";

    private string SectionId => Campaign.Length == 0 ? "offer18-otp" : $"offer18-otp-{Campaign}";

    // A number that cannot be served for now is not a wrong one.
    private string? Invalid =>
        _notice?.Code is OtpErrorCodes.InvalidMsisdn or OtpErrorCodes.InvalidOtp or OtpErrorCodes.OtpExpired ? "true" : null;

    private string DescribedBy => _notice is null ? Id("hint") : $"{Id("error")} {Id("hint")}";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        var browser = OtpBrowser.Of(Context, Campaign);
        var outcome = await States.GetAsync(await browser.CallerAsync(), Context.RequestAborted);
        var now = TimeProvider.GetUtcNow();
        _state = outcome.State;
        _notice = outcome.Error is { } error ? new OtpNotice(error.Code) : browser.Notice;
        _returnUrl = LocalUrl.OrNull(Context.Request.Query["returnUrl"]) ?? LocalUrl.OrNull(Resolve(ReturnUrl)) ?? outcome.ReturnUrl;
        // A gate that wants a fresh verification sends a verified visitor here.
        _askAgain = _notice?.Code == OtpErrorCodes.OtpRequired;
        _requireConsent = Options.Get(Campaign).RequireConsent;
        _codeLeft = _state.ExpiresAt - now ?? TimeSpan.Zero;
        _resendIn = _state.ResendAt - now ?? TimeSpan.Zero;
        _antiforgery = Antiforgery.GetAndStoreTokens(Context);

        // The browser gets its handle with the page, so that a form posted twice is one visitor's; its notice is said once.
        browser.Write(outcome.Ticket);
        OtpHeaders.Apply(Context.Response);
    }

    private string? Resolve(string? url) => url is ['~', '/', ..] ? PathBase + url[1..] : url;

    private string Id(string part) => $"{SectionId}-{part}";

    private string Link(string operation) => OtpLinks.Path(Context, Campaign, operation);

    private string Duration(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? Text["duration.seconds", Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.CurrentCulture)]
        : Text["duration.minutes", Math.Ceiling(time.TotalMinutes).ToString(CultureInfo.CurrentCulture)];
}
