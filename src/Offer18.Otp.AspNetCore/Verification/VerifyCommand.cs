namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A request to check a code. It carries no number: the challenge does.</summary>
internal sealed record VerifyCommand
{
    public string? Otp { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
