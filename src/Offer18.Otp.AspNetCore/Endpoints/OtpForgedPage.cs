using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The page that a browser without script shows when its form is refused as forged. Another site may have posted the form. So the page says
/// nothing about the visitor, and does not change the cookie.
/// </summary>
/// <param name="page">The page that holds the component; a local URL.</param>
/// <param name="campaign">The campaign.</param>
/// <param name="error">Why the form was refused.</param>
internal sealed class OtpForgedPage(string page, string campaign, OtpError error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        VisitorLanguage.Speak(httpContext);
        var text = httpContext.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        var name = OtpErrorText.NameOf(error.Code, error.IsPaused, error.HasNoCookies);
        return new OtpPlainPage
        {
            Campaign = campaign,
            Status = StatusCodes.Status400BadRequest,
            Title = text[$"error.{name}.title"],
            Text = text[$"error.{name}.detail"],
            Link = (page, text["error.back"]),
        }.WriteAsync(httpContext);
    }
}
