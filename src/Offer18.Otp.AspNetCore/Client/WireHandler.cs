namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// The last handler before the socket. It adds the parameters and lets a call pass only once, because a second send is a second SMS or a
/// second conversion. It tries again, once, only if no connection could be made.
/// </summary>
/// <param name="connections">The connections of the handler below; null if the site has replaced it.</param>
internal sealed class WireHandler(ConnectionWatch? connections) : DelegatingHandler
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

    // A certificate that is wrong now will still be wrong in a moment.
    private static bool IsWorthAnotherTry(HttpRequestException exception) =>
        exception.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError;

    private static bool IsWithoutConnection(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private async Task<HttpResponseMessage> SendAsync(WireCall call, HttpRequestMessage bare, CancellationToken cancellationToken)
    {
        using var whole = call.Whole(bare, connections);
        call.MayHaveLeft = true;
        try
        {
            var response = await base.SendAsync(whole, cancellationToken);
            response.RequestMessage = bare;
            return response;
        }
        catch (Exception exception)
        {
            if (call.HasBegun && exception is HttpRequestException)
            {
                connections?.Swallowed();
            }

            call.MayHaveLeft = call.HasBegun || !IsWithoutConnection(exception) && connections is null or { HasHttp2: true };
            throw;
        }
    }
}
