using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Asks the framework's own routing what a site answers.</summary>
internal static class SiteRouting
{
    // UseRouting leaves there the builder whose endpoints it matches.
    private const string Builder = "__EndpointRouteBuilder";

    /// <summary>Whether a browser that opens this address gets to this endpoint.</summary>
    public static async Task<bool> AnswersAsync(IServiceProvider services, RouteEndpoint endpoint, string path)
    {
        if (endpoint.Metadata.GetMetadata<ISuppressMatchingMetadata>()?.SuppressMatching == true
            || endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods && !methods.Contains(HttpMethods.Get))
        {
            return false;
        }

        var isFound = false;
        var app = new ApplicationBuilder(services).UseRouting();
        app.Run(context =>
        {
            isFound = context.GetEndpoint() is not null;
            return Task.CompletedTask;
        });
        // Without its metadata: what the site asks of a request beside its path, such as a host, is not known here.
        ((IEndpointRouteBuilder)app.Properties[Builder]!).DataSources.Add(
            new DefaultEndpointDataSource(new RouteEndpoint(_ => Task.CompletedTask, endpoint.RoutePattern, endpoint.Order, metadata: null, displayName: null)));
        try
        {
            await app.Build()(new DefaultHttpContext { RequestServices = services, Request = { Method = HttpMethods.Get, Path = path } });
        }
        catch (Exception)
        {
            // A constraint of the site's own wants more than there is. Only a real request can tell.
            return true;
        }

        return isFound;
    }
}
