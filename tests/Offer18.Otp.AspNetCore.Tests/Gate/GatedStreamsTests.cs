using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>What a gated call keeps of its connection. A connection may last for days and make a million calls.</summary>
public sealed class GatedStreamsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_a_call_has_ended_nothing_of_it_hangs_on_the_connection(bool isStreaming)
    {
        using var connection = new Connection();
        var during = CancellationToken.None;

        var result = await Streams(connection).RunAsync(call =>
        {
            during = (CancellationToken)call.HubMethodArguments[0]!;
            return ValueTask.FromResult<object?>(isStreaming ? Numbers() : 3);
        });
        if (isStreaming)
        {
            var numbers = await ((IAsyncEnumerable<int>)result!).ToArrayAsync(TestContext.Current.CancellationToken);
            Assert.Equal([1, 2], numbers);
        }

        connection.Abort();
        Assert.False(during.IsCancellationRequested);
    }

    [Fact]
    public async Task While_a_call_runs_the_end_of_its_connection_is_its_own()
    {
        using var connection = new Connection();

        var result = await Streams(connection).RunAsync(call =>
        {
            connection.Abort();
            return ValueTask.FromResult<object?>(((CancellationToken)call.HubMethodArguments[0]!).IsCancellationRequested);
        });

        Assert.Equal(true, result);
    }

    private static GatedStreams Streams(Connection connection) => new(
        new HubInvocationContext(connection, new ServiceCollection().BuildServiceProvider(), new SomeHub(), typeof(object).GetMethod(nameof(ToString))!, [CancellationToken.None]),
        () => Task.CompletedTask,
        TimeProvider.System);

    private static async IAsyncEnumerable<int> Numbers()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }

    private sealed class SomeHub : Hub;

    private sealed class Connection : HubCallerContext, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public override string ConnectionId => "1";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => null;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => _aborted.Token;

        public override void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }
}
