using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>
/// Takes in what receivers have to hear of, and repeats each order with growing waits until it is answered with 2xx, for a day. What is kept is in memory: a restart loses it,
/// and says how many.
/// </summary>
internal sealed class Postbacks(
    IOptionsMonitor<Offer18OtpOptions> options, PostbackClient client, TimeProvider timeProvider, PostbackBacklog backlog, OtpMeter meter, ILogger<Postbacks> logger) : IOtpPostbacks, IHostedService, IDisposable
{
    private const int MostSetAside = 1000;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    // The last one is repeated.
    private static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1)];

    private readonly ConcurrentDictionary<(string Campaign, string Postback), Lazy<PostbackLane>> _lanes = [];
    private readonly ConcurrentQueue<(PostbackOrder Order, string Cause)> _setAside = [];
    private readonly CancellationTokenSource _stopping = new();

    public IReadOnlyList<OtpPostbackSetAside> SetAside =>
        [.. _setAside.Select(one => new OtpPostbackSetAside(one.Order.Campaign, one.Order.Postback, one.Order.EventId, one.Order.At, one.Cause))];

    public bool AreWanted(string campaign) => options.Get(campaign).Postbacks.Count > 0;

    /// <summary>Takes the event in for each receiver that has to hear of it.</summary>
    public void Add(OtpEventContext context)
    {
        foreach (var postback in options.Get(context.Campaign).Postbacks.Where(postback => context.Name == $"On{postback.Event}"))
        {
            Take(new(context.Campaign, postback.Name, context.EventId, ValuesOf(context, postback), context.At));
        }
    }

    public int SendAgain(string campaign = "", string? postback = null)
    {
        var count = 0;
        for (var left = _setAside.Count; left > 0 && _setAside.TryDequeue(out var one); left--)
        {
            if (one.Order.Campaign == campaign && (postback is null || one.Order.Postback == postback))
            {
                backlog.Add(one.Order.Campaign, one.Order.Postback, -1);
                Take(one.Order with { Tries = 0, At = timeProvider.GetUtcNow() });
                count++;
            }
            else
            {
                _setAside.Enqueue(one);
            }
        }

        return count;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What waits for its next try does not get one. What is under way may end, as long as the host waits.
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var lanes = _lanes.Values.Select(lane => lane.Value).ToArray();
        foreach (var lane in lanes)
        {
            lane.Complete();
        }

        await Task.WhenAny(Task.WhenAll(lanes.Select(lane => lane.Workers)), Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken));
        if (lanes.Sum(lane => lane.Count) is > 0 and var lost)
        {
            logger.PostbacksLost(lost);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private void Take(PostbackOrder order)
    {
        if (!LaneOf(order).TryAdd(order))
        {
            Put(order, "its queue is full");
        }
    }

    private PostbackLane LaneOf(PostbackOrder order) =>
        _lanes.GetOrAdd((order.Campaign, order.Postback), _ => new(() => new PostbackLane(SendAsync))).Value;

    private async Task SendAsync(PostbackOrder order)
    {
        var lane = LaneOf(order);
        var cause = await client.SendAsync(order, CancellationToken.None);
        if (cause is null)
        {
            lane.Release();
            meter.PostbackTried(order.Campaign, order.Postback, "delivered");
            if (lane.IsFailing)
            {
                lane.IsFailing = false;
                logger.PostbackTaken(order.Postback, order.Campaign);
            }

            return;
        }

        meter.PostbackTried(order.Campaign, order.Postback, "failed");
        if (!lane.IsFailing)
        {
            lane.IsFailing = true;
            logger.PostbackNotTaken(order.Postback, cause, order.Campaign);
        }

        var wait = Waits[Math.Min(order.Tries, Waits.Length - 1)];
        if (order.At + Longest <= timeProvider.GetUtcNow() + wait)
        {
            lane.Release();
            Put(order, cause);
        }
        else
        {
            _ = TryLaterAsync(lane, order with { Tries = order.Tries + 1 }, wait);
        }
    }

    private async Task TryLaterAsync(PostbackLane lane, PostbackOrder order, TimeSpan wait)
    {
        await Task.Delay(wait, timeProvider, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_stopping.IsCancellationRequested)
        {
            lane.TryAgain(order);
        }
    }

    private void Put(PostbackOrder order, string cause)
    {
        meter.PostbackTried(order.Campaign, order.Postback, "set_aside");
        logger.PostbackSetAside(order.Postback, order.EventId, cause, order.Campaign);
        _setAside.Enqueue((order, cause));
        backlog.Add(order.Campaign, order.Postback, 1);
        while (_setAside.Count > MostSetAside && _setAside.TryDequeue(out var oldest))
        {
            backlog.Add(oldest.Order.Campaign, oldest.Order.Postback, -1);
            meter.PostbackTried(oldest.Order.Campaign, oldest.Order.Postback, "lost");
        }
    }

    private Dictionary<string, string> ValuesOf(OtpEventContext context, OtpPostbackOptions postback)
    {
        var settings = options.Get(context.Campaign);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.Landing)
        {
            values[name] = value;
            if (settings.LandingParameters.TryGetValue(name, out var wireName))
            {
                values[wireName] = value;
            }
        }

        values["event"] = postback.Event.ToString().ToLowerInvariant();
        values[PostbackTemplate.Id] = context.EventId;
        values["campaign"] = context.Campaign;
        values["operator"] = context.Operator ?? "";
        values["time"] = context.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        values["unix_time"] = context.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (context is OtpRefusedContext { Code: var code })
        {
            values["code"] = code;
        }

        if (settings.MsisdnHashSalt is { } salt && context.FullMsisdn is { } msisdn)
        {
            values[PostbackTemplate.Msisdn] = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(salt), Encoding.ASCII.GetBytes(msisdn)));
        }

        return values;
    }
}
