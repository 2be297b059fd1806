namespace Offer18.Otp.AspNetCore.Client;

/// <summary>A result, and what only operators of the site are told of it.</summary>
internal sealed record WireOutcome(Offer18Result Result)
{
    /// <summary>Whether Offer18 is in trouble, rather than the partner displeased. It counts towards opening the circuit breaker.</summary>
    public bool IsTrouble { get; init; }

    /// <summary>What was wrong, in a word of ours.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP status, if an answer came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>A partner's text that nobody has mapped, masked.</summary>
    public string? UnmappedText { get; init; }

    public override string ToString() => Result.ToString();
}
