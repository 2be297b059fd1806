using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>Sends postbacks: without cookies, redirects and proxies, and only to addresses of the internet unless the owner allows others.</summary>
internal sealed class PostbackClient(IOptionsMonitor<Offer18OtpOptions> options, TimeProvider timeProvider) : IDisposable
{
    private const int MostOfAnswer = 4096;

    // An answer that takes longer comes too late: the receiver gets the same event again.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // Two, so that a connection that one postback may have is not used by another that may not.
    private readonly HttpMessageInvoker _public = new(NewHandler(PublicAddress.IsPublic));
    private readonly HttpMessageInvoker _any = new(NewHandler(_ => true));

    /// <summary>Sends one try.</summary>
    /// <returns>Null if the receiver has answered with 2xx; otherwise why it has not, in words without anything secret.</returns>
    public async Task<string?> SendAsync(PostbackOrder order, CancellationToken cancellationToken)
    {
        if (options.Get(order.Campaign).Postbacks.FirstOrDefault(one => one.Name == order.Postback) is not { } postback)
        {
            return "it is no longer in the settings";
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout);
        try
        {
            using var request = PostbackWriter.Write(postback, order, timeProvider.GetUtcNow());
            using var response = await (postback.AllowPrivateAddresses ? _any : _public).SendAsync(request, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                return $"HTTP {(int)response.StatusCode}";
            }

            await DrainAsync(response, patience.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer in time";
        }
        // Their words may contain the address, which may contain a key.
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception.GetBaseException() is PrivateAddressException ? "its address is in a private network"
                : exception is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } ? $"{error}"
                : exception.GetBaseException().GetType().Name;
        }
    }

    public void Dispose()
    {
        _public.Dispose();
        _any.Dispose();
    }

    // The status is the answer. What is read of the rest lets the connection be used again.
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var rest = new byte[MostOfAnswer];
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await body.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // It has said yes.
        }
    }

    private static SocketsHttpHandler NewHandler(Func<IPAddress, bool> isAllowed) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        // Then its name is looked up again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = async (context, cancellationToken) =>
        {
            // Looked at after the name was resolved, and the address that was looked at is the one that is used.
            var addresses = (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken)).Where(isAllowed).ToArray();
            if (addresses.Length == 0)
            {
                throw new PrivateAddressException();
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>The name leads to no address of the internet.</summary>
    private sealed class PrivateAddressException : IOException;
}
