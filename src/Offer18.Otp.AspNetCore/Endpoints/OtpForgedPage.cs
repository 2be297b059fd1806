using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Browser;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The page that a browser without script shows when its form is refused as forged. Another site may have posted the form. So the page says
/// nothing about the visitor, and does not change the cookie.
/// </summary>
/// <param name="page">The page that holds the component; a local URL.</param>
internal sealed class OtpForgedPage(string page) : IResult
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var text = httpContext.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        var style = $"{httpContext.Request.PathBase.ToUriComponent()}/_content/Offer18.Otp.AspNetCore/otp-verification.css";
        OtpHeaders.Apply(httpContext.Response);
        httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="{text["language"]}" dir="{text["direction"]}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Text("error.prefix")} {Text("error.forged_request.title")}</title>
            <link rel="stylesheet" href="{Encoder.Encode(style)}">
            </head>
            <body>
            <main class="offer18-otp">
            <h1 class="offer18-otp__label">{Text("error.forged_request.title")}</h1>
            <p>{Text("error.forged_request.detail")}</p>
            <a class="offer18-otp__button" href="{Encoder.Encode(LocalUrl.ToHeader(page))}">{Text("error.back")}</a>
            </main>
            </body>
            </html>
            """, httpContext.RequestAborted);

        string Text(string key) => Encoder.Encode(text[key]);
    }
}
