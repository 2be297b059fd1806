using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>The gate on streams of hubs, which go on long after their call was let through.</summary>
public sealed class HubStreamTests
{
    // What never ends fails.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private StreamFeed Feed { get; } = new();

    [Theory]
    [InlineData("Items", false)]
    [InlineData("Items", true)]
    [InlineData("ItemsLater", true)]
    [InlineData("Channel", false)]
    [InlineData("Channel", true)]
    [InlineData("Deaf", false)]
    public async Task A_stream_ends_with_the_code_a_second_after_the_verification_was_taken_back(string method, bool isIdle)
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser);
        await using var items = hub.StreamAsync<string>(method, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await items.MoveNextAsync());
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Feed.Write("second");
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("second", items.Current);

        await browser.GetPageAsync("/revoke");
        if (!isIdle)
        {
            Feed.Write("third");
        }

        site.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.EndsWith("otp_required", (await Assert.ThrowsAsync<HubException>(ReadToEndAsync)).Message, StringComparison.Ordinal);
        if (method != "Deaf")
        {
            await Feed.Ended.WaitAsync(Bound, TestContext.Current.CancellationToken);
        }

        async Task ReadToEndAsync()
        {
            while (await items.MoveNextAsync().AsTask().WaitAsync(Bound, TestContext.Current.CancellationToken))
            {
                Assert.Equal("third", items.Current);
            }
        }
    }

    [Fact]
    public async Task A_stream_from_the_client_ends_too_and_its_method_with_it()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser);
        var upload = Channel.CreateUnbounded<string>();
        var call = hub.InvokeAsync("Upload", upload.Reader, TestContext.Current.CancellationToken);
        upload.Writer.TryWrite("first");
        Assert.Equal("first", await Feed.UploadedAsync());

        await browser.GetPageAsync("/revoke");
        site.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.EndsWith("otp_required", (await Assert.ThrowsAsync<HubException>(() => call.WaitAsync(Bound, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_gate_stays_open_is_whole_and_in_order()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser);

        var counted = await hub.StreamAsync<int>("Count", 500, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 500), counted);
    }

    private static Task<HubConnection> ConnectAsync(OtpSite site, OtpBrowserClient browser) =>
        HubTests.ConnectAsync(site, browser, "/streams", HttpTransportType.WebSockets);

    private Task<OtpSite> StartAsync() => OtpSite.StartAsync(
        builder => builder.Services.AddSingleton(Feed).AddSignalR(),
        app =>
        {
            app.MapHub<StreamHub>("/streams");
            app.MapGet("/revoke", (IOtpProofs otp) => otp.RevokeCampaignAsync(""));
        });

    public sealed class StreamHub(StreamFeed feed) : Hub
    {
        [RequireOtpVerified]
        public async IAsyncEnumerable<string> Items([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var item in feed.ReadAllAsync(cancellationToken))
                {
                    yield return item;
                }
            }
            finally
            {
                feed.End();
            }
        }

        [RequireOtpVerified]
        public Task<IAsyncEnumerable<string>> ItemsLater(CancellationToken cancellationToken) => Task.FromResult(Items(cancellationToken));

        [RequireOtpVerified]
        public ChannelReader<string> Channel(CancellationToken cancellationToken)
        {
            cancellationToken.Register(feed.End);
            return feed.Reader;
        }

        // Does not listen to its cancellation.
        [RequireOtpVerified]
        public IAsyncEnumerable<string> Deaf() => feed.ReadAllAsync(CancellationToken.None);

        [RequireOtpVerified]
        public async IAsyncEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to && !Context.ConnectionAborted.IsCancellationRequested; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }

        [RequireOtpVerified]
        public async Task Upload(ChannelReader<string> items)
        {
            await foreach (var item in items.ReadAllAsync(CancellationToken.None))
            {
                feed.Upload(item);
            }
        }
    }

    public sealed class StreamFeed
    {
        private readonly Channel<string> _items = Channel.CreateUnbounded<string>();
        private readonly Channel<string> _uploaded = Channel.CreateUnbounded<string>();
        private readonly TaskCompletionSource _ended = new();

        public StreamFeed() => Write("first");

        public Task Ended => _ended.Task;

        public ChannelReader<string> Reader => _items.Reader;

        public void Write(string item) => _items.Writer.TryWrite(item);

        public IAsyncEnumerable<string> ReadAllAsync(CancellationToken cancellationToken) => _items.Reader.ReadAllAsync(cancellationToken);

        public void End() => _ended.TrySetResult();

        public void Upload(string item) => _uploaded.Writer.TryWrite(item);

        public async Task<string> UploadedAsync() => await _uploaded.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }
}
