namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A code that waits until the visitor confirms it (<see cref="Offer18OtpOptions.ConfirmBeforeVerify"/>). Nobody has checked it.</summary>
/// <param name="Digits">The code.</param>
/// <param name="ExpiresAt">When the message expires that it came with, in milliseconds: with a newer one it is not the code any more.</param>
internal sealed record WaitingCode(string Digits, long ExpiresAt)
{
    /// <summary>Only the type's name, because a record's own text would show the code.</summary>
    public override string ToString() => nameof(WaitingCode);
}
