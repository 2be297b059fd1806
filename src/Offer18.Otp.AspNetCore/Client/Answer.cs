using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What an answer's body says, once it is a JSON object.</summary>
/// <param name="Status">The body's own status, <c>200</c> on success; null when missing, empty when it is no text or number.</param>
/// <param name="Response">The word for what was done; null when missing, empty when it is no text or number.</param>
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
        var errors = root.EnumerateObject()
            .Where(member => member.Name.Equals("error", StringComparison.OrdinalIgnoreCase) && !IsEmpty(member.Value))
            .ToArray();
        return new(
            Word(root, "status"),
            Word(root, "response"),
            errors.Length > 0,
            errors.Select(error => ErrorText(error.Value)).FirstOrDefault(text => text is not null),
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

    // Partners wrap their texts in objects and arrays, too.
    private static string? ErrorText(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Object => Scalar(error, "message") ?? Scalar(error, "text") ?? Scalar(error, "error") ?? Scalar(error, "code"),
        JsonValueKind.Array => error.EnumerateArray().Select(Scalar).FirstOrDefault(text => text is not null),
        _ => Scalar(error),
    };

    // What is there and is no word must not pass for what is not there.
    private static string? Word(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Scalar(value)
        : "";

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
