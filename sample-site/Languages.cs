using System.Globalization;
using System.Resources;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;

namespace SampleSite;

/// <summary>The site's languages, and the address that chooses one. It is a plain link, so it needs no script.</summary>
internal static class Languages
{
    /// <summary>The first one is for visitors whose browser asks for none of them.</summary>
    public static readonly string[] All = ["en", "ar", "fr", "pt", "pt-BR", "zh-Hans", "zh-Hant"];

    private static readonly ResourceManager Texts = new("SampleSite.Localization.SampleSiteText", typeof(SampleSiteText).Assembly);

    /// <summary>A language's name in that language, because visitors who look for theirs may read no other.</summary>
    public static string NameOf(string language) => Texts.GetString("language", CultureInfo.GetCultureInfo(language))!;

    public static void MapLanguageSwitch(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/language", Switch);

    private static Results<RedirectHttpResult, BadRequest> Switch(HttpContext context, string? culture, string? returnUrl)
    {
        if (!All.Contains(culture))
        {
            return TypedResults.BadRequest();
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Cookies.Append(
            CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture!)),
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            });

        return TypedResults.Redirect(IsOurs(returnUrl) ? returnUrl! : context.Request.PathBase + "/");
    }

    // Our own links begin with a page's name and have no dots in their path. Other addresses, such as "/%2f/…" or "/x/..//…", were made by
    // somebody else.
    private static bool IsOurs(string? url) =>
        url is ['/'] or ['/', (>= 'a' and <= 'z') or '?' or '#', ..] && Ascii.IsValid(url) && !url.Any(char.IsControl) && !url.Split('?', '#')[0].Contains('.', StringComparison.Ordinal);
}
