namespace Offer18.Otp.Simulator;

/// <summary>The answer to a call, as it went over the wire.</summary>
public sealed class SimulatedAnswer
{
    internal SimulatedAnswer()
    {
    }

    /// <summary>
    /// The HTTP status. <see langword="null"/> if no answer was sent: the connection was reset, or kept silent until the caller gave up.
    /// </summary>
    public required int? StatusCode { get; init; }

    /// <summary>The body. It may hold a request id. Empty if there was no answer.</summary>
    public required string Body { get; init; }
}
