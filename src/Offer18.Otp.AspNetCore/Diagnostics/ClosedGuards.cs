using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>Which guards of a campaign this node has found closed, and when. Health checks show it.</summary>
internal sealed class ClosedGuards(TimeProvider timeProvider)
{
    // An attack on a whole country closes hundreds of prefixes. The log has all of them.
    private const int MaxShown = 100;

    private readonly ConcurrentDictionary<(string Campaign, string Name), DateTimeOffset> _since = [];

    // Another node may have found it open again.
    private static readonly TimeSpan ShownFor = TimeSpan.FromDays(1);

    /// <summary>The prefixes and countries that were found closed within the last day, with the time since when.</summary>
    public IEnumerable<KeyValuePair<(string Campaign, string Name), DateTimeOffset>> Since
    {
        get
        {
            var now = timeProvider.GetUtcNow();
            foreach (var guard in _since.Where(guard => guard.Value + ShownFor <= now))
            {
                _since.TryRemove(guard);
            }

            return _since;
        }
    }

    public void Close(string campaign, string name)
    {
        if (_since.Count < MaxShown)
        {
            _since.TryAdd((campaign, name), timeProvider.GetUtcNow());
        }
    }

    public void Open(string campaign, string name) => _since.TryRemove((campaign, name), out _);
}
