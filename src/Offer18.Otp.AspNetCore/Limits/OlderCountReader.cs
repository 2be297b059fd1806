using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>Reads what a campaign has counted with its older <see cref="Offer18OtpOptions.DigestKeys"/>. With one key there is nothing to read.</summary>
internal sealed class OlderCountReader(LimitRules rules, IOtpCounterStore counters)
{
    public async ValueTask<OlderCounts> FindAsync(OtpGuardedAction action, CancellationToken cancellationToken)
    {
        var older = rules.OlderGenerations(action.Key.Campaign);
        if (older == 0)
        {
            return OlderCounts.None;
        }

        // A name without a digest is the same with each key.
        var pairs = Enumerable.Range(1, older)
            .SelectMany(generation => Limits(action, 0).Zip(Limits(action, generation)))
            .Where(pair => pair.First.Counter.Key != pair.Second.Counter.Key)
            .ToArray();
        var found = await counters.FindAsync([.. pairs.Select(pair => pair.Second.Counter)], cancellationToken);
        return new(pairs.Zip(found).Where(one => one.Second is not null).ToLookup(one => one.First.First.Counter.Key, one => one.Second!));
    }

    private IEnumerable<OtpLimit> Limits(OtpGuardedAction action, int generation) => action.Kind == OtpGuardedKind.Send
        ? rules.Of(action, generation).Concat(rules.OfChecksAfter(action, generation))
        : rules.Of(action, generation);
}
