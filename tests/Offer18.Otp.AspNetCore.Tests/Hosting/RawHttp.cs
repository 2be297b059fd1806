using System.Net.Sockets;
using System.Text;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>Sends a request as it is written: a client library would tidy its address.</summary>
internal sealed class RawHttp(Uri address) : IDisposable
{
    private readonly TcpClient _tcp = new();

    public async Task<string> GetAsync(string target, string header)
    {
        await _tcp.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await using var stream = _tcp.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {address.Authority}\r\n{header}\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _tcp.Dispose();
}
