namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// What a form's answer has to say on the page that it leads back to, once. It travels in the cookie: the address shows
/// nothing of it.
/// </summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>.</param>
internal sealed record OtpNotice(string Code)
{
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>What the visitor typed as the number, to correct it; bounded.</summary>
    public string? Typed { get; init; }
}
