using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Browser;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>A page of one text, with the component's style, for where no page of the site can answer.</summary>
internal sealed record OtpPlainPage
{
    public required string Campaign { get; init; }

    public required int Status { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    /// <summary>The address and text of the one way forward; null if there is none.</summary>
    public (string Address, string Text)? Link { get; init; }

    public Task WriteAsync(HttpContext context)
    {
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        var links = context.RequestServices.GetRequiredService<LinkGenerator>();
        var style = OtpLinks.Path(links, context.Request.PathBase.ToUriComponent(), Campaign, OtpLinks.Style);
        var nonce = context.RequestServices.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(Campaign).Nonce?.Invoke(context);
        var link = Link is var (address, label) ? $"""<a class="offer18-otp__button" href="{OtpHtml.Encode(LocalUrl.ToHeader(address))}">{OtpHtml.Encode(label)}</a>""" : "";
        OtpHeaders.Apply(context.Response);
        context.Response.StatusCode = Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="{text["language"]}" dir="{text["direction"]}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{OtpHtml.Encode(text["error.prefix"])} {OtpHtml.Encode(Title)}</title>
            <link rel="stylesheet" href="{OtpHtml.Encode(style)}"{(nonce is null ? "" : $" nonce=\"{OtpHtml.Encode(nonce)}\"")}>
            </head>
            <body>
            <main class="offer18-otp">
            <h1 class="offer18-otp__label">{OtpHtml.Encode(Title)}</h1>
            <p>{OtpHtml.Encode(Text)}</p>
            {link}
            </main>
            </body>
            </html>
            """, context.RequestAborted);
    }
}
