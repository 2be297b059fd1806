using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The page that a browser without script shows when its form is refused as forged. Another site may have posted the form. So the page says
/// nothing about the visitor, and does not change the cookie.
/// </summary>
/// <param name="page">The page that holds the component; a local URL.</param>
/// <param name="campaign">The campaign.</param>
internal sealed class OtpForgedPage(string page, string campaign) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var text = httpContext.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        return new OtpPlainPage
        {
            Campaign = campaign,
            Status = StatusCodes.Status400BadRequest,
            Title = text["error.forged_request.title"],
            Text = text["error.forged_request.detail"],
            Link = (page, text["error.back"]),
        }.WriteAsync(httpContext);
    }
}
