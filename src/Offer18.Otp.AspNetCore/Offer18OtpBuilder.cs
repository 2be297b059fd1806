using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore;

/// <summary>What <c>AddOffer18Otp</c> returns: the place to add stores and handlers to a campaign.</summary>
public sealed class Offer18OtpBuilder
{
    internal Offer18OtpBuilder(IServiceCollection services, string campaign, IHttpClientBuilder httpClient)
    {
        Services = services;
        Campaign = campaign;
        HttpClient = httpClient;
    }

    /// <summary>The site's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The campaign's name; empty is the default campaign.</summary>
    public string Campaign { get; }

    /// <summary>The HTTP client that calls Offer18 for this campaign. It logs nothing: its addresses carry the key.</summary>
    public IHttpClientBuilder HttpClient { get; }
}
