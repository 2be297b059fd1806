namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A revocation in memory: of a proof by its id, of a number by its digest, of a campaign by nothing.</summary>
internal sealed class MemoryRevocation((string Campaign, string What) key) : MemoryEntry<(string Campaign, string What)>(key)
{
    /// <summary>What was verified then or earlier is revoked (UTC).</summary>
    public required DateTime At { get; init; }
}
