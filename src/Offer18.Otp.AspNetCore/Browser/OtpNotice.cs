using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>
/// What the page shows once after a form was posted and the browser was redirected back. It travels in the cookie, so that it does not show
/// in the address.
/// </summary>
/// <param name="Code">One of <see cref="OtpErrorCodes"/>; null if nothing went wrong.</param>
internal sealed record OtpNotice(string? Code)
{
    /// <summary>Whether a verified visitor is asked for a number again.</summary>
    public bool AskAgain { get; init; }

    /// <summary>Whether the cause of the error is that the site's owner has paused the campaign.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the cause of the error may be that the browser keeps no cookies of this page.</summary>
    public bool HasNoCookies { get; init; }

    /// <summary>What is wrong with what was typed.</summary>
    public OtpMistake Mistake { get; init; }

    /// <summary>The name of the site's own text for the error; null for ours.</summary>
    public string? Text { get; init; }

    /// <summary>Whether a new code is needed.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether another code was just sent to the same number.</summary>
    public bool IsNewCode { get; init; }

    /// <summary>Whether the visitor was asked to confirm, and did not want to.</summary>
    public OtpCancellation Cancelled { get; init; }

    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>Until when the page shows this again after a reload; null if it was not shown yet, or shows only once.</summary>
    public DateTimeOffset? LastsUntil { get; init; }

    /// <summary>The number as the visitor typed it, shown again for correction. Its length is limited.</summary>
    public string? Typed { get; init; }

    /// <summary>The country chosen for the number, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    public bool Consent { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(OtpNotice);
}
