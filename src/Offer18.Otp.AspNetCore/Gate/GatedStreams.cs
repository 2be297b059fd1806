using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// The streams of one call of a gated hub method. A stream may go on long after the call was let through, so its gate is checked again each
/// second, whether items come or not. When the gate has closed, the stream ends with the gate's error code.
/// </summary>
internal sealed class GatedStreams : IDisposable
{
    private const string NoValueTypes = "SignalR itself streams no value types with Native AOT, and any other type needs no code of its own.";

    private static readonly TimeSpan CheckedEvery = TimeSpan.FromSeconds(1);
    private static readonly MethodInfo Items = Method(nameof(WatchItems));
    private static readonly MethodInfo Channel = Method(nameof(WatchChannel));

    private readonly Func<Task> _check;
    private readonly TimeProvider _timeProvider;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationToken _isEnded;

    /// <param name="call">The call.</param>
    /// <param name="check">Throws if the gate has closed.</param>
    /// <param name="timeProvider">The clock.</param>
    public GatedStreams(HubInvocationContext call, Func<Task> check, TimeProvider timeProvider)
    {
        _check = check;
        _timeProvider = timeProvider;
        _ended = CancellationTokenSource.CreateLinkedTokenSource([call.Context.ConnectionAborted, .. call.HubMethodArguments.OfType<CancellationToken>()]);
        _isEnded = _ended.Token;
        Call = new HubInvocationContext(call.Context, call.ServiceProvider, call.Hub, call.HubMethod, [.. call.HubMethodArguments.Select(argument => Watch(argument))]);
    }

    // The call with watched streams from the client. Its cancellation token is also cancelled when the gate closes.
    private HubInvocationContext Call { get; }

    /// <summary>Makes the call. What it has kept of the connection is given back when the call, or the stream that it answers with, has ended.</summary>
    public async ValueTask<object?> RunAsync(Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var isStreaming = false;
        try
        {
            var result = await next(Call);
            var watched = Watch(result, onEnd: Dispose);
            isStreaming = watched != result;
            return watched;
        }
        finally
        {
            if (!isStreaming)
            {
                Dispose();
            }
        }
    }

    public void Dispose() => _ended.Dispose();

    // A stream that is watched, or the value itself if it is no stream.
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = NoValueTypes)]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = NoValueTypes)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "SignalR uses the same interface of the same object.")]
    private object? Watch(object? value, Action? onEnd = null)
    {
        if (value is CancellationToken)
        {
            return _isEnded;
        }

        var type = value?.GetType();
        for (var ofChannel = type; ofChannel is not null; ofChannel = ofChannel.BaseType)
        {
            if (ofChannel.IsGenericType && ofChannel.GetGenericTypeDefinition() == typeof(ChannelReader<>))
            {
                return Channel.MakeGenericMethod(ofChannel.GetGenericArguments()).Invoke(this, [value, onEnd]);
            }
        }

        var ofItems = type?.GetInterfaces().FirstOrDefault(known => known.IsGenericType && known.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>));
        return ofItems is null ? value : Items.MakeGenericMethod(ofItems.GetGenericArguments()).Invoke(this, [value, onEnd, CancellationToken.None]);
    }

    private static MethodInfo Method(string name) => typeof(GatedStreams).GetMethod(name, BindingFlags.Instance | BindingFlags.NonPublic)!;

    private async IAsyncEnumerable<T> WatchItems<T>(IAsyncEnumerable<T> items, Action? onEnd, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _isEnded);
        using var timer = new PeriodicTimer(CheckedEvery, _timeProvider);
        var enumerator = items.GetAsyncEnumerator(ended.Token);
        var next = Task.FromResult(true);
        var second = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
        try
        {
            while (true)
            {
                next = enumerator.MoveNextAsync().AsTask();
                do
                {
                    await Task.WhenAny(next, second);
                    if (second.IsCompleted)
                    {
                        await CheckAsync();
                        second = timer.WaitForNextTickAsync(CancellationToken.None).AsTask();
                    }
                }
                while (!next.IsCompleted);

                if (!await next)
                {
                    break;
                }

                yield return enumerator.Current;
            }
        }
        finally
        {
            await ended.CancelAsync();
            var disposed = DisposeAsync(enumerator, next);
            // A stream that does not listen to its cancellation does not hold up the news that it has ended.
            if (next.IsCompleted)
            {
                await disposed;
            }

            onEnd?.Invoke();
        }
    }

    private ChannelReader<T> WatchChannel<T>(ChannelReader<T> items, Action? onEnd)
    {
        var watched = System.Threading.Channels.Channel.CreateBounded<T>(1);
        _ = PumpAsync();
        return watched.Reader;

        async Task PumpAsync()
        {
            try
            {
                await foreach (var item in WatchItems(items.ReadAllAsync(), onEnd, CancellationToken.None))
                {
                    await watched.Writer.WriteAsync(item, _isEnded);
                }

                watched.Writer.Complete();
            }
            catch (Exception exception)
            {
                watched.Writer.Complete(exception);
            }
        }
    }

    private async Task CheckAsync()
    {
        try
        {
            await _check();
        }
        catch
        {
            await EndAsync();
            throw;
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // A stream from the client is read on after its method has ended.
        }
    }

    private static async Task DisposeAsync<T>(IAsyncEnumerator<T> enumerator, Task<bool> next)
    {
        await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await enumerator.DisposeAsync();
    }
}
