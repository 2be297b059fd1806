namespace Offer18.Otp.Simulator.Codes;

/// <summary>A code that was sent. Its state changes only inside <see cref="CodeBook"/>'s lock.</summary>
internal sealed class PendingCode
{
    public required string RequestId { get; init; }

    public required string Msisdn { get; init; }

    public required string Code { get; init; }

    public required DateTimeOffset SentAt { get; init; }

    public int WrongCodes { get; set; }

    public bool Used { get; set; }
}
