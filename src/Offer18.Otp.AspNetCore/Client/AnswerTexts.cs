using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Finds a partner's texts in an answer. Partners put them into many places, and sometimes a code beside the message.</summary>
internal static class AnswerTexts
{
    // A real answer has one to three.
    private const int MaxTexts = 16;

    // error, its object, and one object or array in that.
    private const int MaxDepth = 3;

    private static readonly string[] Members =
    [
        "message", "text", "description", "errorMessage", "errorDescription", "reason", "msg", "detail", "details", "statusDetail", "statusMessage",
        "error", "errors", "code", "errorCode", "statusCode",
    ];

    // "status" and "response" are read by themselves.
    private static readonly string[] RootMembers = [.. Members.Except(["error", "errors"])];

    /// <summary>The texts, those in <c>error</c> first.</summary>
    public static IReadOnlyList<AnswerText> Read(JsonElement root)
    {
        List<AnswerText> texts = [];
        try
        {
            Read(root, texts);
        }
        catch (InvalidOperationException)
        {
            // Half a character, escaped. It must not cost a success.
        }

        return texts;
    }

    private static void Read(JsonElement root, List<AnswerText> texts)
    {
        ReadMembers(root, "", ["error", "errors"], texts, 0);
        ReadMembers(root, "", RootMembers, texts, 1);
        if (root.TryGetProperty("data", out var data) && data.ValueKind != JsonValueKind.Number)
        {
            Read(data, "data", texts, 1);
        }

        if (root.TryGetProperty("response", out var response) && response.ValueKind is JsonValueKind.String or JsonValueKind.Number)
        {
            Read(response, "response", texts, MaxDepth);
        }
    }

    private static void ReadMembers(JsonElement parent, string place, string[] names, List<AnswerText> texts, int depth)
    {
        foreach (var name in names)
        {
            foreach (var member in parent.EnumerateObject())
            {
                if (IsCalled(member.Name, name))
                {
                    Read(member.Value, place.Length == 0 ? name : $"{place}.{name}", texts, depth + 1);
                }
            }
        }
    }

    // error_message, ErrorMessage
    private static bool IsCalled(string member, string name) =>
        member.Length <= 2 * name.Length
        && member.Replace("_", "", StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static void Read(JsonElement value, string place, List<AnswerText> texts, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth <= MaxDepth:
                ReadMembers(value, place, Members, texts, depth);
                break;
            case JsonValueKind.Array when depth <= MaxDepth:
                foreach (var item in value.EnumerateArray().Take(MaxTexts))
                {
                    Read(item, place, texts, depth + 1);
                }

                break;
            case JsonValueKind.Number:
                Add(value.GetRawText(), place, texts);
                break;
            case JsonValueKind.String:
                ReadString(value.GetString()!.Trim(), place, texts, depth);
                break;
        }
    }

    // Some partners send their own JSON as a text.
    private static void ReadString(string text, string place, List<AnswerText> texts, int depth)
    {
        if (depth <= MaxDepth && text.StartsWith('{') | text.StartsWith('['))
        {
            try
            {
                using var json = JsonDocument.Parse(text, Answer.Strict);
                Read(json.RootElement, place, texts, depth + 1);
                return;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // It only looks like JSON.
            }
        }

        Add(text, place, texts);
    }

    private static void Add(string text, string place, List<AnswerText> texts)
    {
        if (text.Length > 0 && texts.Count < MaxTexts && texts.TrueForAll(other => other.Text != text))
        {
            texts.Add(new(place, text));
        }
    }
}
