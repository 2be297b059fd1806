using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// An answer as the component's own HTML. The component's module asks for it in place of a whole page. The query contains the parameters
/// that the component was given on its page. No other site and no link can send the header that asks for this.
/// </summary>
/// <param name="Component">The component that is rendered.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Query">What <see cref="ToQuery"/> wrote.</param>
internal sealed record OtpView(
    [property: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    [param: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    Type Component,
    string Campaign,
    IQueryCollection Query) : IResult
{
    /// <summary>The page that holds the component: path, query and fragment.</summary>
    public string? Page => LocalUrl.OrNull(Query["page"]);

    /// <summary>Where a verified visitor goes.</summary>
    public string? ReturnUrl { get; init; } = LocalUrl.OrNull(Query["returnUrl"]);

    public string? AlreadySubscribedUrl => Query["alreadySubscribedUrl"];

    public string? SubmitText => Query["submitText"];

    public static bool IsWanted(HttpRequest request) =>
        request.Headers.XRequestedWith == "XMLHttpRequest" && OtpRequestBody.Accepts(request, "text/html");

    /// <summary>The view that answers this request; null on a page.</summary>
    public static OtpView? Find(HttpContext? context) => context?.Items[typeof(OtpView)] as OtpView;

    public static string ToQuery(string page, string? returnUrl, string? alreadySubscribedUrl, string? submitText) =>
        QueryString.Create(new Dictionary<string, string?>
        {
            ["culture"] = CultureInfo.CurrentUICulture.Name,
            ["page"] = page,
            ["returnUrl"] = returnUrl,
            ["alreadySubscribedUrl"] = alreadySubscribedUrl,
            ["submitText"] = submitText,
        }.Where(value => value.Value is not null)).ToUriComponent();

    public Task ExecuteAsync(HttpContext httpContext)
    {
        SpeakAsThePage(httpContext);
        httpContext.Items[typeof(OtpView)] = this;
        return new RazorComponentResult(Component, new Dictionary<string, object?>
        {
            [nameof(Campaign)] = Campaign,
            [nameof(AlreadySubscribedUrl)] = AlreadySubscribedUrl,
            [nameof(SubmitText)] = SubmitText,
        }).ExecuteAsync(httpContext);
    }

    // A site may choose the language by the page's address. This request has another address, so it names the language. Only an element in
    // plain HTML may name none.
    private void SpeakAsThePage(HttpContext context)
    {
        if (!Query.TryGetValue("culture", out var culture))
        {
            VisitorLanguage.Speak(context);
        }
        else if (VisitorLanguage.Find(culture) is { } ofPage)
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = ofPage;
        }
    }
}
