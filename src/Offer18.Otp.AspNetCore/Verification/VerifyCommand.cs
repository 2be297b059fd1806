namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A request to check a code. It contains no number: the challenge has it.</summary>
internal sealed record VerifyCommand
{
    public string? Otp { get; init; }

    /// <summary>Whether a code of the number that the visitor has left counts, too. A page can show the code's step in a second tab.</summary>
    public bool ComesBack { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
