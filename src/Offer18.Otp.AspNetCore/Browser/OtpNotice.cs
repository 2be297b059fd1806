namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>
/// What the page says once after a form was posted and redirected back to it. It travels in the cookie, so that the address shows
/// nothing of it.
/// </summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>; null where nothing went wrong.</param>
internal sealed record OtpNotice(string? Code)
{
    /// <summary>Whether a verified visitor is asked for a number again.</summary>
    public bool AskAgain { get; init; }

    /// <summary>Whether a new code is needed.</summary>
    public bool Restart { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What the visitor typed as the number, to be corrected. Its length is bounded.</summary>
    public string? Typed { get; init; }

    /// <summary>The country chosen beside it, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    public bool Consent { get; init; }
}
