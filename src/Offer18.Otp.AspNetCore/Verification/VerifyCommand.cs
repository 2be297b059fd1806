namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>The wish to have a code checked. It bears no number: that is bound to the challenge.</summary>
internal sealed record VerifyCommand
{
    public string? Otp { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
