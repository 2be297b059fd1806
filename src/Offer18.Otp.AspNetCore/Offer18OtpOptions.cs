using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// One campaign's settings: how Offer18 is called (the base class), which numbers are taken, and how often.
/// Missing or impossible values stop the host at start with a message that names the setting.
/// </summary>
public sealed class Offer18OtpOptions : Offer18ClientOptions
{
    /// <summary>The configuration section that is read by custom: <c>Offer18Otp</c>.</summary>
    public const string SectionName = "Offer18Otp";

    internal static readonly TimeSpan LongestVerifiedLifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// The country (ISO 3166-1 alpha-2) by whose rules a number without a country code is read. Default: the only one of
    /// <see cref="AllowedCountries"/>, or none, and then numbers need their country code.
    /// </summary>
    public string? DefaultCountry { get; set; }

    /// <summary>
    /// The countries (ISO 3166-1 alpha-2) whose numbers are taken. Required: codes sent to premium destinations are a known
    /// fraud. <c>*</c> opens all. In configuration also one text, such as <c>IQ, KW</c>.
    /// </summary>
    public IList<string> AllowedCountries { get; } = [];

    /// <summary>How many digits a code may have. Default 4 to 8; the partner decides on the real length.</summary>
    public OtpCodeLength CodeLength { get; set; } = new();

    /// <summary>How long a code can be verified. More than 0, at most 10 minutes (OWASP ASVS 6.5.5), the default.</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many codes may be checked for a challenge, and how many wrong ones for a number until it is locked for 30 s, then
    /// twice as long after each further one, up to 1 h. A right code alone clears the count (NIST SP 800-63B-4, 3.1.3.2 and
    /// 3.2.2). 1 to 10. Default 5.
    /// </summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>How long no further code is sent to the same number. At least 1 s, at most 10 minutes. Default 30 s.</summary>
    public TimeSpan ResendCooldown { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many codes are sent to one number within <see cref="SendWindow"/>. 1 to 100. Default 5.</summary>
    public int MaxSendsPerMsisdn { get; set; } = 5;

    /// <summary>The window of <see cref="MaxSendsPerMsisdn"/>. At least 1 minute, at most 1 day. Default 10 minutes.</summary>
    public TimeSpan SendWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a verification opens the gate. More than 0, at most 30 days. Default 30 minutes.</summary>
    public TimeSpan VerifiedLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The page that asks for the number, where the gate sends an unverified browser; local, below the path base.
    /// Default <c>/verify</c>.
    /// </summary>
    public string VerificationPath { get; set; } = "/verify";

    /// <summary>Whether <c>generate</c> wants <c>consent</c> along with a number. Default false.</summary>
    public bool RequireConsent { get; set; }

    /// <summary>
    /// The names of the <c>parameters</c> that a browser may set for a call (a click id, for instance). None by default; what
    /// is not listed is ignored, and the names that the client itself sends are refused at start.
    /// </summary>
    public IList<string> AllowedParameters { get; } = [];
}
