using System.Diagnostics;
using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>A site in a process of its own, and a visitor of it.</summary>
internal sealed class RunningSite : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly ChildProcess _process;

    private RunningSite(ChildProcess process)
    {
        _process = process;
        var line = process.ReadyLine ?? throw new InvalidOperationException($"The site did not start.{Environment.NewLine}{process.Output}");
        Browser = new OtpBrowserClient(new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
    }

    public OtpBrowserClient Browser { get; }

    /// <summary>Starts a site, and waits until it listens.</summary>
    public static async Task<RunningSite> StartAsync(ProcessStartInfo start)
    {
        var process = await ChildProcess.StartAsync(start, Listening);
        try
        {
            return new RunningSite(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The code of the last SMS, from the simulator's inbox.</summary>
    public async Task<string> CodeAsync()
    {
        var messages = await Browser.SendAsync(new(HttpMethod.Get, "/simulator/inbox/messages"));
        Assert.Equal(HttpStatusCode.OK, messages.Status);
        return messages.Json.EnumerateArray().Last().GetProperty("code").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _process.DisposeAsync();
    }
}
