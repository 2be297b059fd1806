using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>A clock that tells when somebody waits for it. So a test does not advance it too early or too often.</summary>
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

    /// <summary>Waits for the next timer of this length. Timers of other lengths may be anybody's.</summary>
    public async Task TimerAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while ((await _timers.Reader.ReadAsync(cancellationToken)).Due != due)
        {
        }
    }
}
