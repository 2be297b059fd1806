using System.Collections.Concurrent;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>How many postbacks this node has set aside. Health checks show it.</summary>
internal sealed class PostbackBacklog
{
    private readonly ConcurrentDictionary<(string Campaign, string Postback), int> _setAside = [];

    public IEnumerable<(string Campaign, string Postback, int Count)> SetAside => _setAside.Where(one => one.Value > 0).Select(one => (one.Key.Campaign, one.Key.Postback, one.Value));

    public void Add(string campaign, string postback, int count) => _setAside.AddOrUpdate((campaign, postback), count, (_, before) => before + count);
}
