namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What a send was counted by. The browser keeps it, sealed, so that its verification is given back where the send was counted.</summary>
/// <param name="Address">The digest of the address that asked; null if unknown.</param>
/// <param name="Prefix">The digest of the number's prefix.</param>
/// <param name="Country">The number's country.</param>
/// <param name="At">When it was counted, milliseconds since 1970.</param>
internal sealed record OtpSendCounts(string? Address, string Prefix, string Country, long At)
{
    /// <summary>How many codes the browser has got to the number, this one included, the last of them a day ago at most.</summary>
    public int Number { get; init; } = 1;

    /// <summary>Only the type's name, because a record's own text would show digests that stand for a visitor.</summary>
    public override string ToString() => nameof(OtpSendCounts);
}
