namespace Offer18.Otp.AspNetCore.Client;

/// <summary>A result, with details that are only for the people who run the site.</summary>
internal sealed record WireOutcome(Offer18Result Result)
{
    /// <summary>
    /// Whether Offer18 itself is in trouble. A partner's refusal is not trouble. Trouble counts towards opening the breaker.
    /// </summary>
    public bool IsTrouble { get; init; }

    /// <summary>What went wrong, as one word for the log.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP status; null if no answer came.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>What recognised the partner's text, as one word for the metric; null if there was no text.</summary>
    public string? RecognisedBy { get; init; }

    /// <summary>A partner's text that nobody has mapped yet, masked, with its place in the answer.</summary>
    public AnswerText? Unmapped { get; init; }

    public override string ToString() => Result.ToString();
}
