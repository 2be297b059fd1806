using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Finds the addresses of a campaign's endpoints, wherever the site has mapped them and whatever its path base is.</summary>
internal static class OtpLinks
{
    public const string Generate = "generate";
    public const string Verify = "verify";
    public const string Reset = "reset";
    public const string Status = "status";
    public const string Style = "style";
    public const string Module = "module";

    // A site maps its endpoints once, and each page names six of them.
    private static readonly ConditionalWeakTable<LinkGenerator, ConcurrentDictionary<(string Campaign, string Operation), string>> Paths = [];

    /// <summary>The return URL that the gate put into the verification page's address, if there is one. It is not checked yet.</summary>
    public static string? ReturnUrlOf(string? address) =>
        address?.Split('#')[0] is { } url && url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query
            ? QueryHelpers.ParseQuery(url[query..]).GetValueOrDefault("returnUrl").ToString()
            : null;

    /// <summary>
    /// The endpoint's name, which is also its operation id in OpenAPI. The operation comes last and has no underscore, so no two campaigns
    /// share a name.
    /// </summary>
    public static string EndpointName(string campaign, string operation) =>
        campaign.Length == 0 ? $"Offer18Otp_{operation}" : $"Offer18Otp_{campaign}_{operation}";

    /// <exception cref="InvalidOperationException">The campaign was not mapped.</exception>
    public static string Path(LinkGenerator links, string pathBase, string campaign, string operation) =>
        PathString.FromUriComponent(pathBase).ToUriComponent() + Paths.GetOrCreateValue(links).GetOrAdd((campaign, operation), static (of, links) => Find(links, of.Campaign, of.Operation), links);

    private static string Find(LinkGenerator links, string campaign, string operation) =>
        links.GetPathByName(EndpointName(campaign, operation), values: null)
        ?? throw new InvalidOperationException(campaign.Length == 0
            ? "The endpoints are not mapped: call app.MapOffer18Otp()."
            : $"The endpoints of campaign \"{campaign}\" are not mapped: call app.MapOffer18Otp(\"{campaign}\", prefix).");
}
