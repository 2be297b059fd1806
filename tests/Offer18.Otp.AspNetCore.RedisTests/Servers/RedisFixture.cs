using Offer18.Otp.AspNetCore.RedisTests.Servers;

[assembly: AssemblyFixture(typeof(RedisFixture))]

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>One server for all the tests that only need one: each writes under a key prefix of its own, and does it no harm.</summary>
public sealed class RedisFixture : IAsyncDisposable
{
    private readonly Lazy<Task<RedisServer>> _server = new(() => RedisServer.StartAsync());

    internal Task<RedisServer> ServerAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
