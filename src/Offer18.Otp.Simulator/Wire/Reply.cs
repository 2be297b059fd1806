using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.Simulator.Wire;

/// <summary>The answer that goes back over the wire.</summary>
internal sealed record Reply
{
    public static readonly Reply Reset = new() { Kind = ReplyKind.ConnectionReset };

    public static readonly Reply NoAnswer = new() { Kind = ReplyKind.Silence };

    public static readonly Reply BadCredentials = Partner("invalid_user_credentials") with { StatusCode = StatusCodes.Status400BadRequest };

    public static readonly Reply ServerError = new()
    {
        StatusCode = StatusCodes.Status500InternalServerError,
        ContentType = "text/html; charset=utf-8",
        Body = "<html><body><h1>500 Internal Server Error</h1></body></html>",
    };

    public ReplyKind Kind { get; private init; }

    public int StatusCode { get; init; } = StatusCodes.Status200OK;

    public string ContentType { get; init; } = "application/json";

    public string Body { get; init; } = "";

    /// <summary>The <c>Retry-After</c> header, in seconds.</summary>
    public int? RetryAfter { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>A failure in the partner's words, which Offer18 passes on.</summary>
    public static Reply Partner(string error) =>
        Json($$"""{"status":"400","error":"{{JsonEncodedText.Encode(error, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");

    public static Reply Json(string body) => new() { Body = body };
}
