using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The language of our own answers. What the site has chosen for the request stands. If it has chosen nothing, the browser says what the
/// visitor reads (<c>Accept-Language</c>, RFC 9110, 12.5.4), and the first of those languages counts that there are texts for.
/// </summary>
internal static partial class VisitorLanguage
{
    private const int MostTried = 8;

    private static readonly CultureInfo OfTheProcess = OfANewThread();

    /// <summary>Sets the culture of the request from here on.</summary>
    public static void Speak(HttpContext context)
    {
        if (IsChosen(context))
        {
            return;
        }

        SpeakOneOf(context, Accepted(context.Request));
    }

    /// <summary>Sets the culture that a page in plain HTML names, if it is one of the site's and there are texts for it.</summary>
    public static void Speak(HttpContext context, string name)
    {
        if (Find(name) is { } culture && IsOfTheSite(context, culture))
        {
            SpeakOneOf(context, [culture]);
        }
    }

    /// <summary>
    /// The culture with this name; null if there is none. A culture that was made once stays in memory, and its name can have any suffix
    /// (RFC 6067). Requests name cultures, so only a language with a script and a region is looked up.
    /// </summary>
    public static CultureInfo? Find(string? name)
    {
        try
        {
            return name is not null && Plain().IsMatch(name) ? CultureInfo.GetCultureInfo(name, predefinedOnly: true) : null;
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    // The first that there are texts for.
    private static void SpeakOneOf(HttpContext context, IEnumerable<CultureInfo> cultures)
    {
        var before = CultureInfo.CurrentUICulture;
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        foreach (var culture in cultures.SelectMany(WithRegion))
        {
            CultureInfo.CurrentUICulture = culture;
            if (IsOf(culture, text["language"]))
            {
                CultureInfo.CurrentCulture = culture;
                return;
            }
        }

        CultureInfo.CurrentUICulture = before;
    }

    // The provider that has chosen the request's language knows which ones the site speaks. Without one, they are those of the texts.
    private static bool IsOfTheSite(HttpContext context, CultureInfo culture) =>
        (context.Features.Get<IRequestCultureFeature>()?.Provider as RequestCultureProvider)?.Options?.SupportedUICultures is not { } cultures
        || cultures.Any(own => IsOf(culture, own.Name));

    private static bool IsChosen(HttpContext context) =>
        context.Features.Get<IRequestCultureFeature>() is not null
        || CultureInfo.DefaultThreadCurrentUICulture is not null
        || !CultureInfo.CurrentUICulture.Equals(OfTheProcess);

    /// <summary>The languages that the browser says its visitor reads, the most wanted first.</summary>
    internal static IEnumerable<CultureInfo> Accepted(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .Where(language => language.Quality is not 0)
        .OrderByDescending(language => language.Quality ?? 1)
        .Take(MostTried)
        .Select(language => Find(language.Value.Value))
        .OfType<CultureInfo>();

    // "zh" alone says no script. Its usual region does.
    private static IEnumerable<CultureInfo> WithRegion(CultureInfo culture) =>
        culture.IsNeutralCulture ? [culture, CultureInfo.CreateSpecificCulture(culture.Name)] : [culture];

    private static bool IsOf(CultureInfo culture, string language)
    {
        while (culture.Name.Length > 0 && !culture.Name.Equals(language, StringComparison.OrdinalIgnoreCase))
        {
            culture = culture.Parent;
        }

        return culture.Name.Length > 0;
    }

    /// <summary>What a thread begins with to which nobody has given a culture. A task would not do: it may run on the thread that waits for it.</summary>
    internal static CultureInfo OfANewThread()
    {
        var found = CultureInfo.InvariantCulture;
        var thread = new Thread(() => found = CultureInfo.CurrentUICulture);
        thread.UnsafeStart();
        thread.Join();
        return found;
    }

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?\z")]
    private static partial Regex Plain();
}
