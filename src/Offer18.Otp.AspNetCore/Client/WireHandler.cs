namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// The last handler before the socket. It puts the parameters on, and lets a call pass once: another send is another SMS, or a
/// second conversion. Only a connection that could not be made is tried again, once.
/// </summary>
internal sealed class WireHandler(SocketCounter? connections) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(WireCall.Key, out var call))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (call.MayHaveLeft)
        {
            throw new HttpRequestException("A handler tried to send a call to Offer18 again.");
        }

        try
        {
            return await SendAsync(call, request, cancellationToken);
        }
        catch (HttpRequestException exception) when (!call.MayHaveLeft && IsWorthAnotherTry(exception))
        {
            return await SendAsync(call, request, cancellationToken);
        }
    }

    // A certificate that is wrong now is wrong a moment later, too.
    private static bool IsWorthAnotherTry(HttpRequestException exception) =>
        exception.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError;

    private static bool IsWithoutConnection(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private async Task<HttpResponseMessage> SendAsync(WireCall call, HttpRequestMessage bare, CancellationToken cancellationToken)
    {
        var readyBefore = connections?.Ready;
        using var whole = call.Whole(bare);
        call.MayHaveLeft = true;
        try
        {
            var response = await base.SendAsync(whole, cancellationToken);
            response.RequestMessage = bare;
            return response;
        }
        catch (Exception exception)
        {
            call.MayHaveLeft = !IsWithoutConnection(exception) && (connections is null || connections.Ready != readyBefore);
            throw;
        }
    }
}
