namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>A proof in memory. Only the holder of its key's lock may use it.</summary>
internal sealed class MemoryProof((string Campaign, string Id) key) : MemoryEntry<(string Campaign, string Id)>(key)
{
    public required VerifiedMsisdn Proof { get; set; }
}
