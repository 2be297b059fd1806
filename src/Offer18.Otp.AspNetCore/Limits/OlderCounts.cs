using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What stands with older digest keys, by the name of the counter that counts now. That one takes less by so much.</summary>
internal sealed class OlderCounts(ILookup<OtpCounterKey, OtpCount> counts)
{
    public static OlderCounts None { get; } = new(Array.Empty<OtpCount>().ToLookup(_ => default(OtpCounterKey)!));

    public OtpLimit[] Narrow(IEnumerable<OtpLimit> limits) => counts.Count == 0 ? [.. limits] : [.. limits.Select(Narrow)];

    public TakenLimit[] Add(TakenLimit[] taken) => counts.Count == 0 ? taken : Array.ConvertAll(taken, Add);

    private OtpLimit Narrow(OtpLimit limit)
    {
        var counter = limit.Counter;
        foreach (var older in counts[counter.Key])
        {
            counter = counter with
            {
                Limit = counter.Limit is { } most ? Math.Max(0, most + (int)(counter.LimitPerSuccess * older.Successes) - older.Count) : null,
            };
        }

        return limit with { Counter = counter };
    }

    private TakenLimit Add(TakenLimit taken)
    {
        var count = taken.Count;
        foreach (var older in counts[taken.Limit.Counter.Key])
        {
            count = count with
            {
                Count = count.Count + older.Count,
                Taken = count.Taken + older.Taken,
                Successes = count.Successes + older.Successes,
                // Only what stands there can say when it leaves.
                RetryAfter = count.IsGranted ? null : older.RetryAfter ?? count.RetryAfter,
            };
        }

        return taken with { Count = count };
    }
}
