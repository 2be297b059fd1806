namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>A peer cannot take more memory or time than it is given.</summary>
public sealed class BoundTests
{
    [Fact]
    public async Task Of_a_huge_body_no_more_is_read_than_the_bound()
    {
        const int Size = 64 * 1024 * 1024;
        var sent = new TaskCompletionSource<long>();
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n");
            try
            {
                var part = new byte[64 * 1024];
                while (connection.Written < Size)
                {
                    await connection.SendAsync(part);
                }
            }
            finally
            {
                sent.SetResult(connection.Written);
            }
        });
        await using var site = new WireSite(peer.Address);

        var result = await site.GenerateAsync();

        Assert.Equal(OtpErrorCodes.UpstreamUnrecognised, result.ErrorCode);
        // The sockets' own buffers take some bytes. By then the client has closed the connection.
        Assert.InRange(await sent.Task.WaitAsync(TestContext.Current.CancellationToken), 0, Size / 4);
    }

    [Fact]
    public async Task The_whole_call_ends_with_its_time_by_the_real_clock_too()
    {
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{");
            await connection.StallAsync();
        });
        await using var site = new WireSite(
            peer.Address,
            options => options.Timeout = TimeSpan.FromMilliseconds(300),
            services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, TimeProvider.System));

        var started = TimeProvider.System.GetTimestamp();
        var result = await site.GenerateAsync();

        Assert.Equal(OtpErrorCodes.UpstreamUnavailable, result.ErrorCode);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10));
    }
}
