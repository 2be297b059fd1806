using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// An answer as the component's own HTML. The component's module asks for it in place of a whole page. No other site and no link can send
/// the header that asks for this.
/// </summary>
/// <param name="Component">The component that is rendered.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Given">What the page gave to its component.</param>
internal sealed record OtpView(
    [property: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    [param: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    Type Component,
    string Campaign,
    OtpPageValues Given) : IResult
{
    /// <summary>Whether the element stands in plain HTML, so that no server of ours has rendered its page.</summary>
    public bool IsOfElement { get; init; }

    /// <summary>Where a verified visitor goes.</summary>
    public string? ReturnUrl { get; init; } = Given.ReturnUrl;

    public static bool IsWanted(HttpRequest request) =>
        request.Headers.XRequestedWith == "XMLHttpRequest" && OtpRequestBody.Accepts(request, "text/html");

    public static OtpView Create(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type component, string campaign, HttpContext context) =>
        context.RequestServices.GetRequiredService<OtpViewQuery>().Open(campaign, context.Request.Query) is { } given
            ? new(component, campaign, given)
            : new(component, campaign, OtpViewQuery.OfElement(context.Request.Query)) { IsOfElement = true };

    /// <summary>The view that answers this request; null on a page.</summary>
    public static OtpView? Find(HttpContext? context) => context?.Items[typeof(OtpView)] as OtpView;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Speak(httpContext);
        httpContext.Items[typeof(OtpView)] = this;
        return new RazorComponentResult(Component, new Dictionary<string, object?>
        {
            [nameof(Campaign)] = Campaign,
            [nameof(Given.AlreadySubscribedUrl)] = Given.AlreadySubscribedUrl,
            [nameof(Given.SubmitText)] = Given.SubmitText,
            [nameof(Given.VerifyText)] = Given.VerifyText,
            [nameof(Given.DefaultCountry)] = Given.DefaultCountry,
            [nameof(Given.ConsentSteps)] = Given.ConsentSteps,
        }).ExecuteAsync(httpContext);
    }

    /// <summary>
    /// Sets the culture of the request to the page's. A site may choose the language by the page's address. This request has another address, so it names the language. Only
    /// an element in plain HTML may name none.
    /// </summary>
    public void Speak(HttpContext context)
    {
        if (!IsOfElement)
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Given.Culture!);
        }
        else if (Given.Culture is { } culture)
        {
            VisitorLanguage.Speak(context, culture);
        }
        else
        {
            VisitorLanguage.Speak(context);
        }
    }
}
