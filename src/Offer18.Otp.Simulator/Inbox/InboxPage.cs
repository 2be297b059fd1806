using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.Simulator.Inbox;

/// <summary>The inbox as HTML. It is complete without its script.</summary>
internal sealed class InboxPage(IStringLocalizer<SimulatorText> text)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    // The script copies this for each new message. So only Message() knows a message's markup.
    private static readonly SimulatedSms Blank = new() { Id = "", Msisdn = "", Code = "", Text = "", SentAt = default };

    public string Render(IReadOnlyList<SimulatedSms> messages, string folder)
    {
        var culture = CultureInfo.CurrentUICulture;
        var language = culture.Name.Length == 0 ? "en" : culture.Name;
        var direction = culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";
        var newestFirst = string.Concat(messages.Reverse().Select(Message));

        return $"""
            <!DOCTYPE html>
            <html lang="{Html.Encode(language)}" dir="{direction}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>{T("Title")}</title>
            <link rel="icon" type="image/svg+xml" href="{folder}inbox.svg">
            <link rel="stylesheet" href="{folder}inbox.css">
            <noscript><meta http-equiv="refresh" content="3"></noscript>
            <script type="module" src="{folder}inbox.js"></script>
            </head>
            <body>
            <div class="phone">
            <header>
            <h1>{T("Heading")}</h1>
            <p class="status" role="status" hidden data-live="{T("Live")}" data-lost="{T("Reconnecting")}"></p>
            <p class="note"><bdi>{T("Note")}</bdi></p>
            </header>
            <main>
            <div class="empty"{(messages.Count == 0 ? "" : " hidden")}>
            <img src="{folder}inbox.svg" alt="" width="72" height="72">
            <h2>{T("EmptyHeading")}</h2>
            <p><bdi>{T("EmptyText")}</bdi></p>
            </div>
            <ol class="messages" role="log" aria-live="polite" aria-label="{T("Heading")}">
            {newestFirst}</ol>
            <template>{Message(Blank)}</template>
            </main>
            </div>
            </body>
            </html>
            """;
    }

    private string Message(SimulatedSms sms)
    {
        var time = text["TimeUtc", sms.SentAt.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)].Value;

        return $"""
            <li class="message" data-id="{Html.Encode(sms.Id)}">
            <p class="meta"><span>{T("To")} <bdi class="msisdn" dir="ltr">+{Html.Encode(sms.Msisdn)}</bdi></span> <time datetime="{sms.SentAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}">{Html.Encode(time)}</time></p>
            <div class="bubble">
            <p class="text" dir="auto">{Html.Encode(sms.Text)}</p>
            <p class="copying"><span class="hint">{T("Code")}</span> <span class="code" dir="ltr">{Html.Encode(sms.Code)}</span> <button type="button" class="copy" hidden data-copied="{T("Copied")}">{T("Copy")}</button></p>
            </div>
            </li>

            """;
    }

    // <bdi> isolates sentences that may be in English on a right-to-left page.
    private string T(string name) => Html.Encode(text[name]);
}
