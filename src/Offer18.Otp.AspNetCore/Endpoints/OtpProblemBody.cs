namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>RFC 9457 problem details with our members.</summary>
internal sealed record OtpProblemBody
{
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required string Detail { get; init; }

    public required int Status { get; init; }

    public required string Code { get; init; }

    public int? AttemptsRemaining { get; init; }

    /// <summary>Whole seconds, rounded up.</summary>
    public int? RetryAfter { get; init; }

    public bool? Restart { get; init; }
}
