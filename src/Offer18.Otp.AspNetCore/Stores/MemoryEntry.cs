namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>An entry of a <see cref="MemoryTable{TKey, TEntry}"/>. What it holds is its store's; whoever uses it holds the lock of its key.</summary>
internal abstract class MemoryEntry<TKey>(TKey key)
{
    public TKey Key { get; } = key;

    /// <summary>From this time on the entry is over (UTC). Only the table sets it.</summary>
    public DateTime KeepUntil { get; set; }

    /// <summary>Its place in its part's order; -1 if it is in none. Only the part sets it.</summary>
    public int Place { get; set; } = -1;
}
