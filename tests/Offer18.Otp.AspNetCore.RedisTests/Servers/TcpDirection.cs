namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>One direction of all the connections through a <see cref="TcpProxy"/>.</summary>
internal sealed class TcpDirection
{
    private volatile TcpHold? _hold;

    /// <summary>How long each piece takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Keeps back all that comes from now on, until it is released.</summary>
    public TcpHold Hold() => _hold = new TcpHold();

    public async Task RelayAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[65_536];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (Delay > TimeSpan.Zero)
            {
                await Task.Delay(Delay, TimeProvider.System, cancellationToken);
            }

            if (_hold is { } hold)
            {
                await hold.PassAsync(cancellationToken);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await to.FlushAsync(cancellationToken);
        }
    }
}

/// <summary>What is kept back.</summary>
internal sealed class TcpHold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when there is something to keep back.</summary>
    public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        await _released.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets it go on.</summary>
    public void Release() => _released.TrySetResult();
}
