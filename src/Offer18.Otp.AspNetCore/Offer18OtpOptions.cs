using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Events;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// One campaign's settings: how to call Offer18 (the base class), which numbers to accept, and how often to send and check codes. The host
/// does not start with a missing or impossible value; the message names the setting.
/// </summary>
public sealed class Offer18OtpOptions : Offer18ClientOptions
{
    /// <summary>The usual name of the configuration section: <c>Offer18Otp</c>.</summary>
    public const string SectionName = "Offer18Otp";

    internal static readonly TimeSpan LongestVerifiedLifetime = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<OtpOperatorOptions, Offer18ClientOptions> _ofOperators = [];

    /// <summary>
    /// The country (ISO 3166-1 alpha-2) of numbers that are written without a country code. Default: the country in
    /// <see cref="AllowedCountries"/>, if there is only one. Without a default country, numbers need their country code.
    /// </summary>
    public string? DefaultCountry { get; set; }

    /// <summary>
    /// The name of a request header that says which country a visitor is in (ISO 3166-1 alpha-2), such as <c>CF-IPCountry</c> or
    /// <c>CloudFront-Viewer-Country</c>. If <see cref="AllowedCountries"/> has several countries, the page then has that one chosen in its list.
    /// Anybody can send such a header, and nothing more depends on it. Default: none.
    /// </summary>
    public string? CountryHeader { get; set; }

    /// <summary>
    /// The countries (ISO 3166-1 alpha-2) whose numbers are accepted. Required, because sending codes to premium destinations is a known
    /// fraud. <c>*</c> accepts all. Satellite and other networks that belong to no country are accepted only if their code is named, such
    /// as <c>+881</c>. Configuration can also give one text, such as <c>IQ, KW</c>.
    /// </summary>
    public IList<string> AllowedCountries { get; } = [];

    /// <summary>
    /// How the calls to Offer18 write mobile numbers of Argentina: 549, as they are dialled from abroad (E.164), or 54, without the 9, as
    /// some partners expect them. Default 549. Visitors can type either, and what the site gets always has the 9.
    /// </summary>
    public int ArgentinaMobilePrefix { get; set; } = 549;

    /// <summary>How many digits a code may have. Default 4 to 8. The partner decides the real length.</summary>
    public OtpCodeLength CodeLength { get; set; } = new();

    /// <summary>How long a code can be verified. More than 0, at most 10 minutes (OWASP ASVS 6.5.5). Default 10 minutes.</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many codes may be checked for a challenge, and how many wrong codes lock a number. The first lock lasts 30 s. Each further wrong
    /// code doubles it, up to 1 h, and to 24 h from the hundredth on. Only a right code, or 30 days without a wrong one, clears the count (NIST SP 800-63B-4, 3.1.3.2 and
    /// 3.2.2). 1 to 10. Default 5.
    /// </summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>
    /// How long to wait after a send before another code is sent to the same number. At least 1 s, at most 10 minutes. Default 30 s.
    /// </summary>
    public TimeSpan ResendCooldown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many codes may be sent to one number within <see cref="SendWindow"/>. 1 to 100. Default 5.</summary>
    public int MaxSendsPerMsisdn { get; set; } = 5;

    /// <summary>The period for <see cref="MaxSendsPerMsisdn"/>. At least 1 minute, at most 1 day. Default 10 minutes.</summary>
    public TimeSpan SendWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// What stands against a send or a check beside its number: limits by browser, address, prefix, country and campaign. The section
    /// <c>Limits</c>.
    /// </summary>
    public OtpLimitOptions Limits { get; } = new();

    /// <summary>
    /// The secrets that key the digests which stand for numbers and addresses in the stores. The first one writes, and all are read: so what
    /// stands against a number outlasts a change. The first has at least 16 characters. Configuration can also give one text. Default: <see cref="Offer18ClientOptions.ApiKey"/>, and a new one then forgets
    /// every count, lock and revocation. <c>docs/limits.md</c> says how to change it.
    /// </summary>
    public IList<string> DigestKeys { get; } = [];

    /// <summary>
    /// Whether the answer to <c>generate</c> does not show if a number is subscribed, blocked, not eligible, or of another operator: each is
    /// <see cref="OtpErrorCodes.NotEligible"/> then, and answered at a full second after the request. Log and metrics still tell them apart. Default false.
    /// </summary>
    public bool HideSubscriptionState { get; set; }

    /// <summary>How long a verification opens the gate. More than 0, at most 30 days. Default 30 minutes.</summary>
    public TimeSpan VerifiedLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Whether a number that was verified while nobody was signed in belongs to the user who signs in next in that browser. The first request
    /// of that user that needs the proof binds it. From then on it serves this user alone: neither another one, nor the browser after a
    /// sign-out. Default true. If false, it serves everybody who uses that browser.
    /// </summary>
    public bool BindProofAtSignIn { get; set; } = true;

    /// <summary>
    /// The page that asks for the number. The gate sends unverified browsers there. A local path, below the path base. Default
    /// <c>/verify</c>.
    /// </summary>
    public string VerificationPath { get; set; } = "/verify";

    /// <summary>
    /// The name of the cookie, at most 64 characters. On HTTPS the prefix <c>__Host-</c> stands before it; for a named campaign a dot and
    /// the campaign's name follow. Default: <c>offer18-otp-</c> and a digest of the application's data-protection name, so that two sites
    /// on one host have two cookies.
    /// </summary>
    public string? CookieName { get; set; }

    /// <summary>
    /// Other origins of the same site whose pages may post to the endpoints, such as <c>https://www.example.com</c> for endpoints at
    /// <c>https://otp.example.com</c>. Default: none, and only pages of the endpoints' own origin may. Pages of another site never may, as
    /// browsers do not send the cookie with their posts. Configuration can also give one text, such as
    /// <c>https://www.example.com, https://m.example.com</c>.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Gives the nonce of a page's Content-Security-Policy, for the component's style sheet and script. Only in code. Default: none, and
    /// <c>style-src 'self'; script-src 'self'</c> is enough.
    /// </summary>
    public Func<HttpContext, string?>? Nonce { get; set; }

    /// <summary>
    /// Whether no codes are sent for now, during the partner's maintenance for instance. The page says so before a visitor types, and
    /// <c>generate</c> answers <see cref="OtpErrorCodes.UpstreamUnavailable"/> without a call and without counting a send. Codes that were sent
    /// before can still be verified, and proofs stay valid. A change in the configuration works without a restart. Default false.
    /// </summary>
    public bool Paused { get; set; }

    /// <summary>Whether <c>generate</c> requires <c>consent</c> when it gets a number. Default false.</summary>
    public bool RequireConsent { get; set; }

    /// <summary>
    /// Whether a code is checked only after the visitor has confirmed, in a step of its own (double opt-in). <c>verify</c> with a code then calls nobody: the code waits,
    /// sealed in the browser's cookie, until a <c>verify</c> with <c>confirm</c>. The step shows the masked number and the terms
    /// (<see cref="OtpVerification.ConsentContent"/>). Default false.
    /// </summary>
    public bool ConfirmBeforeVerify { get; set; }

    /// <summary>Whom this server reports events to, such as a tracker. Default: nobody.</summary>
    public IList<OtpPostbackOptions> Postbacks { get; } = [];

    /// <summary>
    /// The key of <c>{msisdn_hash}</c> in <see cref="Postbacks"/>: the HMAC-SHA256 of the number, E.164 with <c>+</c>, in hexadecimal digits. A receiver can tell two visitors apart by it, and
    /// cannot find the number. At least 16 characters. Default: none, and no hash.
    /// </summary>
    public string? MsisdnHashSalt { get; set; }

    /// <summary>What the steps of the campaign call; only in code. Default: nothing.</summary>
    public OtpEvents Events { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>Whether evidence is kept of what the visitor agreed to.</summary>
    internal bool KeepsConsent => RequireConsent || ConfirmBeforeVerify;

    /// <summary>
    /// The names of the <c>parameters</c> that a browser may set for a call, such as a click id. Default: none. A name that is not listed
    /// is ignored, and so are a name that the campaign sets itself and a value of more than 256 characters. The host does not start if the list contains a name that the client sends itself.
    /// </summary>
    public IList<string> AllowedParameters { get; } = [];

    /// <summary>
    /// Which parameters of the page's address say where a visitor came from, by their names there, and the name of each on the wire: <c>clickid</c> and
    /// <c>source_id</c>, for instance. They are taken at the view that <see cref="LandingAttribution"/> says, kept with the verification, and sent with each call. Whatever a browser posts does not
    /// change them. What a tracker has not filled in is left out, and so is a value of more than 512 characters. A parameter that the campaign sets itself wins. Default: none. The host does
    /// not start if a name on the wire is one that the client sends itself.
    /// </summary>
    public IDictionary<string, string> LandingParameters { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which view of the page says where a visitor came from. Default: the first one.</summary>
    public OtpAttribution LandingAttribution { get; set; }

    /// <summary>What both calls tell the partner of the visitor. Personal data. Default: nothing.</summary>
    public OtpVisitorParameters VisitorParameters { get; } = new();

    /// <summary>
    /// The mobile operators whose numbers need settings of their own, such as another partner or another length of code. The number decides
    /// which one it is: the longest of <see cref="OtpOperatorOptions.Prefixes"/>, then <see cref="OtpOperatorOptions.Countries"/>. A proof is
    /// the campaign's, whatever the operator. Default: none, and the campaign's own settings hold for all numbers.
    /// </summary>
    public IList<OtpOperatorOptions> Operators { get; } = [];

    /// <summary>
    /// Whether the campaign serves nobody but the numbers of <see cref="Operators"/>. A code for any other number is refused with
    /// <see cref="OtpErrorCodes.OperatorNotSupported"/>, without a call. Default false: the campaign's own settings hold for the others. The host
    /// does not start if it is true and there is no operator.
    /// </summary>
    public bool OperatorsAreComplete { get; set; }

    /// <summary>An operator by its name, whatever its case; null if the campaign has none of this name.</summary>
    internal OtpOperatorOptions? FindOperator(string? name) =>
        name is null ? null : Operators.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // Options that have changed are another instance, so what is made from them once stays right.
    internal override Offer18ClientOptions For(string? operatorName) =>
        FindOperator(operatorName) is { } one ? _ofOperators.GetOrAdd(one, static (one, campaign) => one.Override(campaign), this) : this;
}
