using Microsoft.Extensions.Http;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Puts <see cref="WireHandler"/> below every other handler, even those that the site adds later.</summary>
internal sealed class WireHandlerFilter : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (Offer18HttpClient.IsName(builder.Name))
        {
            builder.AdditionalHandlers.Add(new WireHandler(ConnectionWatch.Find(builder.PrimaryHandler)));
        }
    };
}
