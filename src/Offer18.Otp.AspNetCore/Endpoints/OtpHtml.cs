using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// Writes texts in UTF-8 as they are. The framework's default encoder writes each letter beyond Latin as an entity of eight bytes, and what it
/// writes in a site is the site's to choose.
/// </summary>
internal static class OtpHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>HTML with texts in it, which are encoded.</summary>
    public static MarkupString Of(OtpMarkup html) => html.ToHtml();

    /// <summary>An attribute with a space before it; nothing if it has no value.</summary>
    public static MarkupString Attribute(string name, string? value) => value is null ? default : new($" {name}=\"{Encode(value)}\"");

    /// <summary>A text as HTML.</summary>
    public static MarkupString Html(this IStringLocalizer<OtpText> text, string key) => Html(text[key]);

    public static MarkupString Html(string text) => new(Encode(text));
}
