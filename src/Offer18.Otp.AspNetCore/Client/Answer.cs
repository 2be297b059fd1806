using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The fields of an answer whose body is a JSON object.</summary>
/// <param name="Status">The body's own status, <c>200</c> on success; null if missing, empty if it is neither a text nor a number.</param>
/// <param name="Response">
/// The word for what was done, such as <c>otp_sent</c>; null if missing, empty if it is neither a text nor a number.
/// </param>
/// <param name="HasError">
/// Whether there is an <c>error</c> that is not empty, of whatever type. <c>errors</c> counts too, if no <c>response</c> says what was done.
/// </param>
/// <param name="RequestId">The request id.</param>
internal sealed record Answer(string? Status, string? Response, bool HasError, string? RequestId)
{
    // Anything longer is not a request id, and would fill the store.
    private const int MaxRequestIdLength = 512;

    // Offer18's documentation prints comments in its answers.
    internal static readonly JsonDocumentOptions Strict =
        new() { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32 };

    /// <summary>The answer, or null if the body is not a JSON object.</summary>
    public static Answer? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var json = Parse(utf8);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        // Invalid UTF-8 and invalid escapes are only noticed when the value is read.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The texts of such an answer that may say why it is no success.</summary>
    public static IReadOnlyList<AnswerText> ReadTexts(ReadOnlyMemory<byte> utf8)
    {
        using var json = Parse(utf8);
        return AnswerTexts.Read(json.RootElement);
    }

    /// <summary>Only the type's name, because a record's own text would show the request id.</summary>
    public override string ToString() => nameof(Answer);

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8) => JsonDocument.Parse(utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8, Strict);

    private static Answer Read(JsonElement root)
    {
        var response = Word(root, "response");
        return new(
            Word(root, "status"),
            response,
            Has(root, "error") || response is null && Has(root, "errors"),
            root.TryGetProperty("data", out var data) ? ReadRequestId(data) : null);
    }

    private static bool Has(JsonElement root, string name) =>
        root.EnumerateObject().Any(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && !IsEmpty(member.Value));

    // The values that Offer18's own script treats as no error.
    private static bool IsEmpty(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Number => error.TryGetInt32(out var number) && number == 0,
        JsonValueKind.String => string.IsNullOrWhiteSpace(error.GetString()),
        JsonValueKind.Array => error.GetArrayLength() == 0,
        JsonValueKind.Object => error.GetPropertyCount() == 0,
        _ => false,
    };

    // A value that is neither a text nor a number must not pass for a missing one.
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
