using static Offer18.Otp.AspNetCore.Client.Words.Meaning;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>"Not" turns the next meaning round. What cannot be turned round stays <see cref="Denied"/>.</summary>
internal static class Denial
{
    // How many words a denial reaches over: "not currently a valid PIN".
    private const int Reach = 6;

    private static readonly Meanings Positive = Meanings.Of(
        Valid, Match, Found, Exists, Enough, Supported, Allowed, Available, Eligible, Active, Subscribed, Verified, Authenticated, Requested, Pending,
        Sent, Chargeable, Belongs, Left, Provisioned, Receive);

    // Of "no balance" and "no attempts" only the next word can be meant.
    private static readonly Meanings OnlyNext = Meanings.Of(Balance, Attempt, Brand);

    // Turned round, these say nothing that could be relied on.
    private static readonly Meanings Negative = Meanings.Of(
        Bad, Expired, Expires, Blocked, Barred, Already, Short, Exceeded, Exhausted, Ineligible, Used, Consumed, Purchased, Fraud, Unsupported, Forbidden,
        TooMany, Failed, Refused, Inactive, Unsubscribed, Unverified, Needed, Roaming, Ported, NoLonger);

    /// <summary>Turns round what is denied.</summary>
    public static void Apply(List<Word> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].Is(Not))
            {
                continue;
            }

            words[at] = new(Denied);
            // "n'est pas" denies once.
            var next = words.FindIndex(at + 1, word => !word.Is(Filler));
            if (next > 0 && words[next].Is(Not))
            {
                words.RemoveAt(next);
            }

            Apply(words, at);
        }
    }

    private static void Apply(List<Word> words, int at)
    {
        var end = Math.Min(words.Count, at + 1 + Reach);
        // "No active OTP request found": what was not found is what is denied.
        var found = words.FindIndex(at, end - at, word => word.Is(Meanings.Of(Found, Exists)));
        if (found > at && !words.Skip(at + 1).Take(found - at - 1).Any(word => word.Is(Negative) || word.Is(Meanings.Of(Valid, Or))))
        {
            words[found] = new(Missing);
            for (var between = at + 1; between < found; between++)
            {
                words[between] = new(words[between].Meanings - Meanings.Of(Active, Pending, Requested, Subscribed));
            }

            words[at] = new(Filler);
            return;
        }

        for (var next = at + 1; next < end; next++)
        {
            var word = words[next];
            if (word.Is(Negative))
            {
                return;
            }

            if (word.Is(Positive) || word.Is(OnlyNext) && words.Skip(at + 1).Take(next - at - 1).All(between => between.Is(Filler)))
            {
                words[next] = new(Opposite(word.Meanings));
                words[at] = new(Filler);
                return;
            }
        }
    }

    private static Meanings Opposite(Meanings meanings) =>
        meanings.Has(Subscribed) ? Unsubscribed
        : meanings.Has(Meanings.Of(Valid, Match)) ? Bad
        : meanings.Has(Meanings.Of(Found, Exists)) ? Missing
        : meanings.Has(Enough) ? Short
        : meanings.Has(Supported) ? Unsupported
        : meanings.Has(Allowed) ? Forbidden
        : meanings.Has(Available) ? Unavailable
        : meanings.Has(Eligible) ? Ineligible
        : meanings.Has(Active) ? Inactive
        : meanings.Has(Verified) ? Unverified
        : meanings.Has(Authenticated) ? AuthenticationFailed
        : meanings.Has(Meanings.Of(Requested, Pending)) ? NotRequested
        : meanings.Has(Chargeable) ? NotChargeable
        : meanings.Has(Brand) ? Meanings.Of(Brand, NotBelongs)
        : meanings.Has(Belongs) ? NotBelongs
        : meanings.Has(Provisioned) ? Unprovisioned
        : meanings.Has(Receive) ? NotReceived
        : meanings.Has(Sent) ? Failed
        : meanings.Has(Left) ? Exhausted
        : meanings.Has(Balance) ? Meanings.Of(Balance, Short)
        : meanings.Has(Attempt) ? Meanings.Of(Attempt, Exhausted)
        : Filler;
}
