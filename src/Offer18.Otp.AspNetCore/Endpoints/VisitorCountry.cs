using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Where a visitor's number may be from, as the request says. Whoever sends the request can say anything, so it chooses in a list and no more.</summary>
internal static class VisitorCountry
{
    /// <summary>What the header says that the site has named, such as one of a content delivery network.</summary>
    public static string? OfHeader(HttpRequest request, string? name) =>
        name is not null && request.Headers[name] is [{ } country, ..] ? country.Trim().ToUpperInvariant() : null;

    /// <summary>The regions of the languages that the visitor reads, the most wanted first.</summary>
    public static IEnumerable<string> OfLanguages(HttpRequest request)
    {
        foreach (var culture in VisitorLanguage.Accepted(request))
        {
            if (culture.Name.Split('-')[^1] is [>= 'A' and <= 'Z', >= 'A' and <= 'Z'] region)
            {
                yield return region;
            }
        }
    }
}
