using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

/// <summary>What the stores in memory take. What other tests take at the same time must not be counted.</summary>
[Collection(nameof(MemoryBytesTests))]
[CollectionDefinition(nameof(MemoryBytesTests), DisableParallelization = true)]
public sealed class MemoryBytesTests
{
    // So many that what earlier tests leave to the collector is little beside them.
    private const int Entries = 100_000;

    [Theory]
    [InlineData(8, 500)]
    // Each further character is a byte.
    [InlineData(512, 1_010)]
    public async Task A_pending_challenge_with_its_number_takes_few_bytes(int lengthOfReturnUrl, int most)
    {
        var clock = new FakeTimeProvider();
        using var memory = new SmallMemory(clock, Entries);
        var store = new MemoryOtpRequestStore(memory.Room, clock);
        var empty = Settled();
        for (var n = 0; n < Entries; n++)
        {
            await MemoryOtpRequestStoreTests.SendAsync(store, n, "/" + new string('p', lengthOfReturnUrl - 1));
        }

        var bytes = (Settled() - empty) / Entries;

        Assert.Equal((Entries, Entries), (store.Challenges, store.Numbers));
        Assert.InRange(bytes, 200, most);
    }

    // What earlier tests have left is finalized first: twice, because that lets go of more.
    private static long Settled()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
