namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// What a form's answer has to say on the page that it leads back to, once. It travels in the cookie: the address shows
/// nothing of it.
/// </summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>; null where nothing went wrong.</param>
internal sealed record OtpNotice(string? Code)
{
    /// <summary>A verified visitor is asked for a number all the same.</summary>
    public bool AskAgain { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What the visitor typed as the number, to correct it; bounded.</summary>
    public string? Typed { get; init; }

    /// <summary>The country chosen beside it, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    public bool Consent { get; init; }
}
