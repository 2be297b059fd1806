using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>A real redis-server of its own, on loopback and a free port, that keeps no data on disk, and what can happen to one.</summary>
internal sealed class RedisServer : IRedis
{
    private const string Program = "/usr/bin/redis-server";
    private const string Client = "/usr/bin/redis-cli";

    private readonly ReservedPort _port = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("offer18-otp-redis-");
    private readonly bool _sentinel;
    private readonly string? _password;
    private ChildProcess? _process;

    private RedisServer(bool sentinel, bool tls)
    {
        _sentinel = sentinel;
        if (tls)
        {
            _password = RandomNumberGenerator.GetHexString(32);
            CertificateAuthority = TlsCertificates.Write(_folder);
        }
    }

    public int Port => _port.Number;

    /// <summary>Whom a client has to trust, as a PEM file; null where there is no TLS. .NET trusts it where the process is started with <c>SSL_CERT_FILE</c>.</summary>
    public string? CertificateAuthority { get; }

    public ConfigurationOptions Options
    {
        get
        {
            var options = new ConfigurationOptions { EndPoints = { { "127.0.0.1", Port } } };
            if (CertificateAuthority is not null)
            {
                options.Ssl = true;
                options.Password = _password;
                options.TrustIssuer(CertificateAuthority);
            }

            return options;
        }
    }

    private string ConfigurationFile => Path.Combine(_folder.FullName, "redis.conf");

    /// <summary>Starts a server with lines for its redis.conf, such as <c>maxmemory 8mb</c>.</summary>
    public static Task<RedisServer> StartAsync(params string[] settings) => StartAsync(new RedisServer(sentinel: false, tls: false), settings);

    /// <summary>Starts a server that speaks nothing but TLS and asks for a password.</summary>
    public static Task<RedisServer> StartTlsAsync() => StartAsync(new RedisServer(sentinel: false, tls: true), []);

    public static Task<RedisServer> StartSentinelAsync(params string[] settings) => StartAsync(new RedisServer(sentinel: true, tls: false), settings);

    /// <summary>Starts a replica, which only its master writes to, and waits until it has what the master has.</summary>
    public static async Task<RedisServer> StartReplicaAsync(RedisServer master)
    {
        var replica = await StartAsync($"replicaof 127.0.0.1 {master.Port}");
        await replica.FollowsAsync(master);
        return replica;
    }

    /// <summary>Asks the server by redis-cli, and answers with what that prints.</summary>
    /// <exception cref="InvalidOperationException">The server cannot be reached, or answers with an error.</exception>
    public async Task<string> ExecuteAsync(params string[] command)
    {
        string[] tls = CertificateAuthority is null ? [] : ["--tls", "--cacert", CertificateAuthority];
        var start = new ProcessStartInfo(Client, ["-e", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), .. tls, .. command]);
        start.Environment["REDISCLI_AUTH"] = _password;
        await using var client = await ChildProcess.StartAsync(start, ready: null);
        return await client.ExitCodeAsync() == 0
            ? client.Output
            : throw new InvalidOperationException($"{command[0]}: {client.Output}{_process?.Output}");
    }

    /// <summary>Ends the server by <c>SIGKILL</c>.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts the server again on its port, with the settings it had last and without data. One that still runs is killed.</summary>
    public async Task RestartAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }

        _process = await ChildProcess.StartAsync(
            new ProcessStartInfo(Program, _sentinel ? [ConfigurationFile, "--sentinel"] : [ConfigurationFile]),
            _sentinel ? "Sentinel ID is" : "Ready to accept connections");
        if (_process.ReadyLine is null)
        {
            throw new InvalidOperationException($"redis-server did not start.{Environment.NewLine}{_process.Output}");
        }
    }

    /// <inheritdoc cref="ChildProcess.Pause"/>
    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    /// <summary>Writes as much as the server may hold, so that nothing more can be written until that (the key <c>filler</c>) is deleted.</summary>
    public async Task FillAsync()
    {
        var limit = (await ExecuteAsync("CONFIG", "GET", "maxmemory")).Split('\n')[1];
        Assert.NotEqual("0", limit);
        // One value of the whole limit: a server checks before it writes, and some memory is in use already.
        await ExecuteAsync("SETRANGE", "filler", limit, "x");
    }

    public async Task PromoteAsync() => await ExecuteAsync("REPLICAOF", "NO", "ONE");

    public async Task DemoteAsync(RedisServer master)
    {
        await ExecuteAsync("REPLICAOF", "127.0.0.1", master.Port.ToString(CultureInfo.InvariantCulture));
        await FollowsAsync(master);
    }

    public async Task<bool> IsMasterAsync() => (await ExecuteAsync("ROLE")).StartsWith("master", StringComparison.Ordinal);

    /// <summary>Waits until the server has what the master has. Only when the master counts it in does it send on what is written from then on.</summary>
    public Task FollowsAsync(RedisServer master) => Eventually.TrueAsync(async () =>
        (await ExecuteAsync("INFO", "replication")).Contains("master_link_status:up", StringComparison.Ordinal)
        && (await master.ExecuteAsync("INFO", "replication")).Contains($"port={Port},state=online", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
        _port.Dispose();
    }

    private static async Task<RedisServer> StartAsync(RedisServer server, string[] settings)
    {
        try
        {
            Prerequisite.Require(Program);
            await File.WriteAllLinesAsync(server.ConfigurationFile, [.. server.CommonSettings(), .. settings], TestContext.Current.CancellationToken);
            await server.RestartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private IEnumerable<string> CommonSettings()
    {
        string[] port = CertificateAuthority is null
            ? [$"port {Port}"]
            : ["port 0", $"tls-port {Port}", "tls-auth-clients no", .. TlsCertificates.Settings(_folder), $"requirepass {_password}"];
        string[] data = _sentinel ? [] : ["save \"\"", "appendonly no", "rdb-del-sync-files yes", "repl-diskless-sync-delay 0"];
        return ["bind 127.0.0.1", $"dir {_folder.FullName}", .. port, .. data];
    }
}
