using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>A clock that tells when someone waits for it, so that a test advances it neither too early nor too often.</summary>
internal sealed class TimerWatchingTime : FakeTimeProvider
{
    private readonly Channel<(ITimer Timer, TimeSpan Due)> _timers = Channel.CreateUnbounded<(ITimer, TimeSpan)>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite((timer, dueTime));
        return timer;
    }

    public async Task TimerAsync(CancellationToken cancellationToken) => await _timers.Reader.ReadAsync(cancellationToken);

    /// <summary>The next timer of this length; shorter and longer ones may be anybody's.</summary>
    public async Task TimerAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while ((await _timers.Reader.ReadAsync(cancellationToken)).Due != due)
        {
        }
    }
}
