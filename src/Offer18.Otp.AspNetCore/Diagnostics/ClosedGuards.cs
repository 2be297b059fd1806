using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Which guards of a campaign this node has found closed, and when. Health checks show it.</summary>
internal sealed class ClosedGuards(TimeProvider timeProvider)
{
    // An attack on a whole country closes hundreds of prefixes. The log has all of them.
    private const int MaxShown = 100;

    // By the counter, because what has found a guard closed may not know its prefix.
    private readonly ConcurrentDictionary<(string Campaign, string Id), (string Name, DateTimeOffset Since)> _closed = [];

    // Another node may have found it open again.
    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(1);

    /// <summary>The prefixes and countries that were found closed within the last day, with the time since when.</summary>
    public IEnumerable<(string Campaign, string Name, DateTimeOffset Since)> Found
    {
        get
        {
            var now = timeProvider.GetUtcNow();
            foreach (var guard in _closed.Where(guard => guard.Value.Since + ShownFor <= now))
            {
                _closed.TryRemove(guard);
            }

            return _closed.GroupBy(guard => (guard.Key.Campaign, guard.Value.Name), guard => guard.Value.Since).Select(found => (found.Key.Campaign, found.Key.Name, found.Min()));
        }
    }

    public void Close(string campaign, string id, string name)
    {
        if (_closed.Count < MaxShown)
        {
            _closed.TryAdd((campaign, id), (name, timeProvider.GetUtcNow()));
        }
    }

    public void Open(string campaign, string id) => _closed.TryRemove((campaign, id), out _);
}
