using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Gives a closed gate's answer at the end of the site's middleware, in place of the endpoint. Only there are the path base, the scheme and
/// the language of the request final.
/// </summary>
/// <remarks>
/// Until then the gate stays closed. Routing again does not bring the gated endpoint back, and what other middleware writes is dropped. The
/// request cannot become a WebSocket or another connection either: what goes through that is no response.
/// </remarks>
internal sealed class DeferredAnswer : IEndpointFeature
{
    private readonly HttpContext _context;
    private readonly Func<Task> _answer;
    private readonly IEndpointFeature? _endpoint;
    private readonly IHttpResponseBodyFeature _body;
    private readonly IHttpUpgradeFeature? _upgrade;
    private readonly IHttpExtendedConnectFeature? _connect;
    private readonly IHttpWebSocketFeature? _webSocket;
    private readonly Endpoint _inPlaceOfEndpoint;
    private bool _isGiven;

    private DeferredAnswer(HttpContext context, Func<Task> answer)
    {
        _context = context;
        _answer = answer;
        _endpoint = context.Features.Get<IEndpointFeature>();
        _body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _upgrade = context.Features.Get<IHttpUpgradeFeature>();
        _connect = context.Features.Get<IHttpExtendedConnectFeature>();
        _webSocket = context.Features.Get<IHttpWebSocketFeature>();
        var gated = context.GetEndpoint()!;
        _inPlaceOfEndpoint = new Endpoint(_ => GiveAsync(), gated.Metadata, gated.DisplayName);
    }

    Endpoint? IEndpointFeature.Endpoint
    {
        get => _inPlaceOfEndpoint;
        set { }
    }

    /// <summary>Runs the rest of the middleware, and gives the answer where the endpoint would run.</summary>
    /// <param name="context">A request with an endpoint. Its response must not have started.</param>
    /// <param name="next">The rest of the middleware.</param>
    /// <param name="answer">Writes the answer.</param>
    public static async Task GiveAsync(HttpContext context, RequestDelegate next, Func<Task> answer)
    {
        var deferred = new DeferredAnswer(context, answer);
        deferred.Close();
        try
        {
            await next(context);
        }
        finally
        {
            deferred.Open();
        }

        // Some other middleware has answered in place of the endpoint.
        if (!deferred._isGiven)
        {
            context.Response.Clear();
            await answer();
        }
    }

    private Task GiveAsync()
    {
        _isGiven = true;
        Open();
        return _answer();
    }

    private void Close()
    {
        _context.Features.Set<IEndpointFeature>(this);
        _context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        _context.Features.Set<IHttpUpgradeFeature>(null);
        _context.Features.Set<IHttpExtendedConnectFeature>(null);
        _context.Features.Set<IHttpWebSocketFeature>(null);
    }

    private void Open()
    {
        _context.Features.Set(_endpoint);
        _context.Features.Set(_body);
        _context.Features.Set(_upgrade);
        _context.Features.Set(_connect);
        _context.Features.Set(_webSocket);
    }
}
