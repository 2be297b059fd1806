using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What an answer's body says, once it is a JSON object.</summary>
/// <param name="Status">The body's own status, <c>200</c> on success.</param>
/// <param name="Response">The word for what was done.</param>
/// <param name="HasError">Whether there is an <c>error</c> that is not empty, whatever its type.</param>
/// <param name="Error">The error's text.</param>
/// <param name="RequestId">The request id.</param>
internal sealed record Answer(string? Status, string? Response, bool HasError, string? Error, string? RequestId)
{
    // A longer one is none, and would fill the store.
    private const int MaxRequestIdLength = 512;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The answer, or null when the body is no JSON object.</summary>
    public static Answer? Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }

        try
        {
            using var json = JsonDocument.Parse(utf8, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        // Bytes that are no UTF-8 and escapes that are no characters come to light only when they are read.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Answer Read(JsonElement root)
    {
        var hasError = root.TryGetProperty("error", out var error) && !IsEmpty(error);
        return new(
            Scalar(root, "status"),
            Scalar(root, "response"),
            hasError,
            hasError ? Scalar(error) : null,
            root.TryGetProperty("data", out var data) ? ReadRequestId(data) : null);
    }

    // What Offer18's own script takes for no error.
    private static bool IsEmpty(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Number => error.TryGetInt32(out var number) && number == 0,
        JsonValueKind.String => string.IsNullOrWhiteSpace(error.GetString()),
        JsonValueKind.Array => error.GetArrayLength() == 0,
        JsonValueKind.Object => error.GetPropertyCount() == 0,
        _ => false,
    };

    private static string? ReadRequestId(JsonElement data)
    {
        var id = data.ValueKind == JsonValueKind.Object ? Scalar(data, "requestId") ?? Scalar(data, "request_id") : Scalar(data);
        return id?.Length > MaxRequestIdLength ? null : id;
    }

    private static string? Scalar(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? Scalar(value) : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
