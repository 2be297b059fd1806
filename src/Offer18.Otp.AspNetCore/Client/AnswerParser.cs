using System.Net;
using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Turns an answer into a result, trusting nothing of it.</summary>
internal static class AnswerParser
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <param name="httpStatus">The HTTP status. The body has the last word: a failure can come with 200.</param>
    /// <param name="body">UTF-8, or null when the body could not be read as text of a bounded length.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header.</param>
    /// <param name="errorCodes">The campaign's own texts, see <see cref="Offer18ClientOptions.ErrorCodes"/>.</param>
    public static Offer18Result Parse(
        HttpStatusCode httpStatus, ReadOnlyMemory<byte>? body, TimeSpan? retryAfter, IEnumerable<KeyValuePair<string, string>> errorCodes)
    {
        var answer = Read(body);
        if (answer.Error is { } error && PartnerErrors.Find(error, errorCodes) is { } errorCode)
        {
            return Offer18Result.Failure(errorCode, retryAfter: retryAfter);
        }

        if (httpStatus == HttpStatusCode.TooManyRequests || (int)httpStatus >= 500)
        {
            return Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown, retryAfter);
        }

        return httpStatus == HttpStatusCode.OK && answer.IsSuccess
            ? Offer18Result.Success(answer.RequestId)
            : Offer18Result.Failure(OtpErrorCodes.UpstreamUnrecognised, answer.IsObject ? Offer18Delivery.Answered : Offer18Delivery.Unknown);
    }

    private static Answer Read(ReadOnlyMemory<byte>? body)
    {
        if (body is not { } bytes)
        {
            return default;
        }

        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Answer Read(JsonElement root)
    {
        var status = Scalar(root, "status");
        var hasError = root.TryGetProperty("error", out var error) && !IsEmpty(error);
        return new(
            IsObject: true,
            // Offer18's script takes an object without an error for success. Money hangs on it: we want to see the word, too.
            IsSuccess: !hasError && (status == "200" || status is null && Scalar(root, "response") is "otp_sent" or "otp_verified"),
            Error: hasError ? Scalar(root, "error") : null,
            RequestId: root.TryGetProperty("data", out var data) ? RequestId(data) : null);
    }

    private static bool IsEmpty(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => string.IsNullOrWhiteSpace(error.GetString()),
        JsonValueKind.Array => error.GetArrayLength() == 0,
        JsonValueKind.Object => error.GetPropertyCount() == 0,
        _ => false,
    };

    private static string? RequestId(JsonElement data) => data.ValueKind == JsonValueKind.Object
        ? Scalar(data, "requestId") ?? Scalar(data, "request_id")
        : Scalar(data);

    private static string? Scalar(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? Scalar(value) : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private readonly record struct Answer(bool IsObject, bool IsSuccess, string? Error, string? RequestId);
}
