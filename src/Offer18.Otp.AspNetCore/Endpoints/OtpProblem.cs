using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>An error as RFC 9457 problem details, in the visitor's language.</summary>
internal static class OtpProblem
{
    /// <summary>
    /// The beginning of the <c>type</c>; the error code follows. It is a URN of our own: it names the problem and leads nowhere.
    /// </summary>
    public const string TypePrefix = "urn:offer18-otp:error:";

    // "otp_required" is OtpProblemCode.OtpRequired.
    private static readonly FrozenDictionary<string, OtpProblemCode> Codes = OtpErrorTable.Codes.ToFrozenDictionary(
        code => code, code => Enum.Parse<OtpProblemCode>(code.Replace("_", "", StringComparison.Ordinal), ignoreCase: true), StringComparer.Ordinal);

    /// <param name="context">The request.</param>
    /// <param name="error">The error.</param>
    /// <param name="status">The HTTP status, if it is not the code's own.</param>
    public static IResult Result(HttpContext context, OtpError error, int? status = null)
    {
        VisitorLanguage.Speak(context);
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        var textName = OtpErrorText.Find(text, error.Text, OtpErrorText.NameOf(error.Code, error.IsPaused, error.HasNoCookies, error.Mistake));
        var retryAfter = error.RetryAfter is { } wait ? (int)Math.Ceiling(Math.Max(wait.TotalSeconds, 1)) : (int?)null;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter.Value.ToString(CultureInfo.InvariantCulture);
        }

        var body = new OtpProblemBody
        {
            Type = TypePrefix + error.Code,
            Title = text[$"error.{textName}.title"],
            Detail = error.Example is { } example ? text[$"error.{textName}.detail", Isolated(example, text)] : text[$"error.{textName}.detail"],
            Status = status ?? OtpErrorTable.Row(error.Code).HttpStatus,
            Code = Codes[error.Code],
            AttemptsRemaining = error.AttemptsRemaining,
            RetryAfter = retryAfter,
            Restart = error.Restart ? true : null,
        };
        OtpHeaders.Apply(context.Response);
        return TypedResults.Json(body, OtpJson.Web.OtpProblemBody, "application/problem+json", body.Status);
    }

    // A number reads from left to right, in a text from right to left too.
    private static string Isolated(string example, IStringLocalizer<OtpText> text) => text["direction"] == "rtl" ? $"\u2066{example}\u2069" : example;
}
