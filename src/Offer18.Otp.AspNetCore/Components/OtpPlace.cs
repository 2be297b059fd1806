using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>Where the component is rendered: on a page, in a circuit, or in an answer to its module.</summary>
/// <param name="PathBase">The path base, without a trailing slash.</param>
/// <param name="Address">The page: its path with the path base, and its query.</param>
/// <param name="View">The answer to the module; null if the module did not ask.</param>
internal sealed record OtpPlace(string PathBase, string Address, OtpView? View)
{
    /// <summary>The root of the site.</summary>
    public string Root => $"{PathBase}/";

    /// <summary>A circuit has no request: <paramref name="context"/> is null.</summary>
    public static OtpPlace Create(HttpContext? context, NavigationManager navigation, Offer18OtpOptions options)
    {
        if (context?.Request is not { } request)
        {
            return new(new Uri(navigation.BaseUri).AbsolutePath.TrimEnd('/'), new Uri(navigation.Uri).PathAndQuery, null);
        }

        var pathBase = request.PathBase.ToUriComponent();
        return OtpView.Find(context) is { } view
            ? new(pathBase, pathBase + options.VerificationPath, view)
            : new(pathBase, $"{pathBase}{request.Path.ToUriComponent()}{WithoutBackslashes(request.QueryString)}", null);
    }

    /// <summary>The page with a fragment. After a form was posted, the page opens at the component and not at the top.</summary>
    public string PageAt(string section) => View?.Given.Page ?? $"{Address}#{section}";

    /// <summary>An address that begins with <c>~/</c> is below the path base.</summary>
    public string? Resolve(string? url) => url is ['~', '/', ..] ? PathBase + url[1..] : url;

    /// <summary>A local address, or one with <c>https:</c>; null for any other.</summary>
    public string? ResolveLocalOrHttps(string? url) =>
        Resolve(url) is { } resolved && (LocalUrl.IsLocal(resolved) || resolved.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) ? resolved : null;

    // Browsers send a backslash in a query as it is. A local URL must not contain one, so it is encoded.
    private static string WithoutBackslashes(QueryString query) => query.ToUriComponent().Replace("\\", "%5C", StringComparison.Ordinal);
}
