using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>A clock that tells when someone waits for it, so that a test advances it neither too early nor too often.</summary>
internal sealed class TimerWatchingTime : FakeTimeProvider
{
    private readonly Channel<ITimer> _timers = Channel.CreateUnbounded<ITimer>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(timer);
        return timer;
    }

    public ValueTask<ITimer> TimerAsync(CancellationToken cancellationToken) => _timers.Reader.ReadAsync(cancellationToken);
}
