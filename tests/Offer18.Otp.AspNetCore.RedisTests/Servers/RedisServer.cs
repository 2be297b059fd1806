using System.Diagnostics;
using System.Globalization;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>A real redis-server of its own, on loopback and a free port, that keeps nothing on disk.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";

    private readonly ReservedPort _port = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("offer18-otp-redis-");
    private ChildProcess? _process;

    private RedisServer()
    {
    }

    public int Port => _port.Number;

    /// <summary>What a site would write into <c>ConnectionStrings:Redis</c>.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts a server, with settings as they are written on redis-server's command line (<c>--maxmemory</c>, <c>4mb</c>).</summary>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        Prerequisite.Require(Program);
        var server = new RedisServer();
        try
        {
            await server.RunAsync(settings);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync(ConnectionString);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
        _port.Dispose();
    }

    private async Task RunAsync(string[] settings)
    {
        _process = await ChildProcess.StartAsync(
            new ProcessStartInfo(
                Program,
                [
                    "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture),
                    "--dir", _folder.FullName, "--save", "", "--appendonly", "no", .. settings,
                ]),
            "Ready to accept connections");
        if (_process.ReadyLine is null)
        {
            throw new InvalidOperationException($"redis-server did not start.{Environment.NewLine}{_process.Output}");
        }
    }
}
