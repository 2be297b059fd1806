using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The request that a scope of services was made for.</summary>
internal sealed class OwnRequest(IHttpContextAccessor contexts)
{
    /// <summary>The request; null in a circuit, and in a scope that the site has made by itself.</summary>
    /// <remarks>
    /// The ambient request may be another visitor's. It flows into all that its request starts, such as an event that circuits listen to.
    /// </remarks>
    public HttpContext? Context
    {
        get
        {
            try
            {
                return contexts.HttpContext is { } ambient && ambient.RequestServices?.GetService<OwnRequest>() == this ? ambient : null;
            }
            // That request has ended.
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }
}
