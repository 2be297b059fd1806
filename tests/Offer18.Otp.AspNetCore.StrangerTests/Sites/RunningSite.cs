using System.Diagnostics;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>A site in a process of its own, behind a proxy where it needs one.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ChildProcess _process;
    private readonly TlsProxy? _proxy;

    private RunningSite(ChildProcess process, Uri address, TlsProxy? proxy) => (_process, Address, _proxy) = (process, proxy?.Address ?? address, proxy);

    /// <summary>Where a browser finds it.</summary>
    public Uri Address { get; }

    public string Output => _process.Output;

    public static async Task<RunningSite> StartAsync(ProcessStartInfo start, StrangerSite site)
    {
        var process = await ChildProcess.StartAsync(start, Listening);
        if (process.ReadyLine is not { } line)
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"{site.Name} did not start.{Environment.NewLine}{process.Output}");
        }

        var address = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]);
        return new RunningSite(process, address, site.IsBehindTls ? await TlsProxy.StartAsync(address, site.ForwardedPrefix) : null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        await _process.DisposeAsync();
    }
}
