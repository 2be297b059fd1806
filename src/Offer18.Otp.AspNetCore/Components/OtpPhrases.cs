using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>Texts that contain an HTML element or a time.</summary>
internal static class OtpPhrases
{
    /// <summary>The text with the content in place of <c>{0}</c>. A text without <c>{0}</c> stays as it is.</summary>
    public static RenderFragment Around(string text, RenderFragment content) => builder =>
    {
        var parts = text.Split("{0}", 2);
        builder.AddMarkupContent(0, OtpHtml.Encode(parts[0]));
        if (parts is [_, var rest])
        {
            builder.AddContent(1, content);
            builder.AddMarkupContent(2, OtpHtml.Encode(rest));
        }
    };

    /// <summary>How long to wait before trying again, in seconds or minutes.</summary>
    public static string RetryIn(IStringLocalizer<OtpText> text, TimeSpan wait) => wait < TimeSpan.FromMinutes(2)
        ? text.Plural("error.retry_seconds", wait.InSeconds())
        : text.Plural("error.retry_minutes", wait.InMinutes());

    /// <summary>A wait that counts down: in words below two minutes, and otherwise as a clock.</summary>
    public static string Wait(IStringLocalizer<OtpText> text, TimeSpan wait) =>
        wait.InSeconds() < 120 ? text.Plural("time.seconds", wait.InSeconds()) : wait.AsClock();

    /// <summary>What the module needs to count down in words: each form of the text in an attribute, such as <c>data-one</c>.</summary>
    public static Dictionary<string, object> FormsOf(IStringLocalizer<OtpText> text, string key) =>
        text.Forms(key).ToDictionary(form => $"data-{form.Category}", object (form) => form.Text);

    /// <summary>
    /// A masked number, and to the module of a page where it was typed the name that tells it from others with the same last digits. It reads from
    /// left to right in every script.
    /// </summary>
    public static RenderFragment Msisdn(string? masked, string? tag = null) => builder =>
    {
        builder.OpenElement(0, "bdi");
        builder.AddAttribute(1, "class", "offer18-otp__msisdn");
        builder.AddAttribute(2, "dir", "ltr");
        builder.AddAttribute(3, "data-tag", tag);
        builder.AddContent(4, "+" + masked);
        builder.CloseElement();
    };
}
