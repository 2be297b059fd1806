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

        for (var isLast = false; ; isLast = true)
        {
            using var whole = call.Whole(request, connections);
            call.MayHaveLeft = true;
            try
            {
                var response = await base.SendAsync(whole, cancellationToken);
                response.RequestMessage = request;
                return response;
            }
            catch (Exception exception)
            {
                Note(call, exception);
                if (isLast || call.MayHaveLeft || !IsWorthAnotherTry(exception))
                {
                    throw;
                }
            }
        }
    }

    // A certificate that is wrong now will still be wrong in a moment.
    private static bool IsWorthAnotherTry(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError };

    private static bool IsWithoutConnection(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private void Note(WireCall call, Exception exception)
    {
        if (call.HasBegun && exception is HttpRequestException)
        {
            connections?.Swallowed();
        }

        call.MayHaveLeft = call.HasBegun || !IsWithoutConnection(exception) && connections is null or { HasHttp2: true };
    }
}
