using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.Localization;
using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.Simulator.Inbox;

/// <summary>The inbox as HTML: the messages, and the numbers that go wrong. Both pages are complete without their script.</summary>
internal sealed class InboxPage(IStringLocalizer<SimulatorText> text)
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    // The script copies this for each new message. So only Message() knows a message's markup.
    private static readonly SimulatedSms Blank = new() { Id = "", Msisdn = "", Code = "", Text = "", Language = "", SentAt = default };

    // Seconds. The usual patience of a form is 30.
    private static readonly int[] Delays = [10, 40];

    /// <param name="messages">The newest last.</param>
    /// <param name="folder">The way from the page to its folder.</param>
    public string Render(IReadOnlyList<SimulatedSms> messages, string folder)
    {
        var newestFirst = string.Concat(messages.Reverse().Select(Message));
        var hidden = messages.Count == 0 ? " hidden" : "";

        return Page(folder, isNumbers: false, $"""
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
            <div role="log" aria-label="{T("Heading")}">
            <ol class="messages">
            {newestFirst}</ol>
            </div>
            <form class="clear" method="post" action="{folder}clear"{hidden}><button>{T("Clear")}</button></form>
            <template>{Message(Blank)}</template>
            </main>
            """);
    }

    /// <param name="simulator">What is decided about its next call.</param>
    /// <param name="folder">The way from the page to its folder.</param>
    public string RenderNumbers(Offer18Simulator simulator, string folder)
    {
        var outcome = simulator.NextOutcome;
        var delay = simulator.NextSmsDelay;
        var isDecided = outcome is not null || delay != TimeSpan.Zero;
        var outcomes = Groups.Select(group => $"""
            <optgroup label="{T(group.Key)}">
            {string.Concat(group.Select(number => Option(number.Msisdn, T(number.Name), number.Msisdn == outcome)))}</optgroup>

            """);
        var delays = Delays.Select(seconds => Option(Value(seconds), T("ArrivesAfter", seconds), delay == TimeSpan.FromSeconds(seconds)));

        return Page(folder, isNumbers: true, $"""
            <header>
            <h1>{T("NumbersHeading")}</h1>
            </header>
            <main>
            <details class="next"{(isDecided ? " open" : "")}>
            <summary>{T("NextHeading")}</summary>
            <form method="post" action="{folder}next">
            <p class="note"><bdi>{T("NextText")}</bdi></p>
            <label>{T("NextOutcome")} <select name="outcome" autocomplete="off">{Option("", T("NextUsual"), outcome is null)}{string.Concat(outcomes)}</select></label>
            <label>{T("NextArrives")} <select name="delay" autocomplete="off">{Option("0", T("ArrivesAtOnce"), delay == TimeSpan.Zero)}{string.Concat(delays)}{Option("never", T("ArrivesNever"), delay == Timeout.InfiniteTimeSpan)}</select></label>
            <p class="deciding"><button>{T("NextSet")}</button> <span role="status">{(isDecided ? T("NextIsSet") : "")}</span></p>
            </form>
            </details>
            {string.Concat(Groups.Select(group => $"""
            <section>
            <h2>{T(group.Key)}</h2>
            <ul class="numbers">
            {string.Concat(group.Select(Number))}</ul>
            </section>

            """))}</main>
            """);
    }

    // By the hundreds of their last three digits, see MagicNumbers.
    private static IEnumerable<IGrouping<string, MagicNumber>> Groups => MagicNumbers.InOrder.GroupBy(number => number.Msisdn[^3] switch
    {
        '4' or '5' => "GroupSend",
        '6' => "GroupCode",
        _ => "GroupForm",
    });

    private string Page(string folder, bool isNumbers, string content)
    {
        var culture = CultureInfo.CurrentUICulture;
        var language = culture.Name.Length == 0 ? "en" : culture.Name;
        var direction = culture.TextInfo.IsRightToLeft ? "rtl" : "ltr";

        return $"""
            <!DOCTYPE html>
            <html lang="{Html.Encode(language)}" dir="{direction}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <title>{T(isNumbers ? "NumbersHeading" : "Title")}</title>
            <link rel="icon" type="image/svg+xml" href="{folder}inbox.svg">
            <link rel="stylesheet" href="{folder}inbox.css">
            {(isNumbers ? "" : """<noscript><meta http-equiv="refresh" content="3"></noscript>""")}
            <script type="module" src="{folder}inbox.js"></script>
            </head>
            <body>
            <div class="phone">
            {content}
            <nav class="tabs" aria-label="{T("Title")}">
            <a href="{folder}../inbox"{(isNumbers ? "" : " aria-current=\"page\"")}>{T("Heading")}</a>
            <a href="{folder}numbers"{(isNumbers ? " aria-current=\"page\"" : "")}>{T("Numbers")}</a>
            </nav>
            </div>
            </body>
            </html>
            """;
    }

    private string Message(SimulatedSms sms)
    {
        var time = text["TimeUtc", sms.SentAt.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)].Value;
        var lines = sms.Text.Split('\n', 2);
        var code = Html.Encode(sms.Code);

        return $"""
            <li class="message" data-id="{Html.Encode(sms.Id)}">
            <p class="meta"><span>{T("To")} <bdi class="msisdn" dir="ltr">+{Html.Encode(sms.Msisdn)}</bdi></span> <time datetime="{sms.SentAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}">{Html.Encode(time)}</time></p>
            <div class="bubble">
            <p class="text" lang="{Html.Encode(sms.Language)}" dir="auto">{Html.Encode(lines[0])}</p>
            <p class="domain" dir="ltr" translate="no">{(lines.Length > 1 ? Html.Encode(lines[1]) : "")}</p>
            <p class="copying"><span class="hint">{T("Code")}</span> <span class="code" dir="ltr">{code}</span> <span class="actions"><button type="button" class="fill" hidden aria-label="{T("FillIn")} {code}">{T("FillIn")}</button> <button type="button" class="copy" hidden aria-label="{T("Copy")} {code}" data-copied="{T("Copied")}">{T("Copy")}</button></span></p>
            </div>
            </li>

            """;
    }

    private string Number(MagicNumber number)
    {
        // As a phone shows it: +44 7700 900401.
        var shown = $"+{number.Msisdn[..2]} {number.Msisdn[2..6]} {number.Msisdn[6..]}";
        return $"""
            <li><p><bdi class="msisdn" dir="ltr" translate="no">{shown}</bdi> <span>{T(number.Name)}</span></p> <button type="button" class="use" hidden data-number="{shown}" aria-label="{T("Use")} {shown}">{T("Use")}</button></li>

            """;
    }

    private static string Option(string value, string label, bool isSelected) =>
        $"""
        <option value="{value}"{(isSelected ? " selected" : "")}>{label}</option>

        """;

    private static string Value(int seconds) => seconds.ToString(CultureInfo.InvariantCulture);

    // <bdi> isolates sentences that may be in English on a right-to-left page.
    private string T(string name, params object[] arguments) => Html.Encode(text[name, arguments]);
}
