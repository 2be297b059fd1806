using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>A request's fields, from JSON or a form. A malformed value is not taken for a missing one.</summary>
internal sealed class OtpRequestBody
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private OtpRequestBody()
    {
    }

    /// <summary>Whether the body could not be read: malformed, too large, or of another type.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether a page posted a form and wants to be redirected back. A script may post the same form and ask for JSON.</summary>
    public bool WantsRedirect { get; private init; }

    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    public string? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>A request whose fields nobody has looked at.</summary>
    public static OtpRequestBody Unread(HttpRequest request) => Unread(request, request.HasFormContentType);

    public static async Task<OtpRequestBody> ReadAsync(HttpRequest request)
    {
        var isForm = request.HasFormContentType;
        var result = Unread(request, isForm);
        try
        {
            if (isForm && !IsAscii(request))
            {
                result.IsMalformed = true;
            }
            else if (isForm)
            {
                result.Add(await request.ReadFormAsync(request.HttpContext.RequestAborted));
            }
            else if (request.HasJsonContentType())
            {
                await result.AddJsonAsync(request);
            }
            else if (!await IsEmptyAsync(request))
            {
                result.IsMalformed = true;
            }
        }
        catch (Exception exception) when (IsOfBody(exception))
        {
            result.IsMalformed = true;
        }

        return result;
    }

    public static bool Accepts(HttpRequest request, string mediaType) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0);

    private static OtpRequestBody Unread(HttpRequest request, bool isForm) => new() { WantsRedirect = isForm && !Accepts(request, "application/json") };

    /// <summary>
    /// Whether a malformed body caused this exception, by a lone surrogate, bad UTF-8, a strange charset or a cut-off part.
    /// </summary>
    private static bool IsOfBody(Exception exception) => exception
        is JsonException or InvalidDataException or IOException or InvalidOperationException or NotSupportedException;

    // The framework reads the fields of a form as bytes with names in ASCII. In UTF-16 it would find none, and take the form for an empty one.
    private static bool IsAscii(HttpRequest request) =>
        request.GetTypedHeaders().ContentType?.Encoding is not { } encoding || encoding.GetBytes("otp=1").SequenceEqual("otp=1"u8.ToArray());

    private static async Task<bool> IsEmptyAsync(HttpRequest request) =>
        await request.Body.ReadAsync(new byte[1], request.HttpContext.RequestAborted) == 0;

    private void Add(IFormCollection form)
    {
        foreach (var (name, values) in form)
        {
            Add(name, values);
        }
    }

    private void Add(string name, StringValues values)
    {
        const string prefix = "parameters.";
        var value = values.LastOrDefault() ?? "";
        if (name.StartsWith(prefix, StringComparison.Ordinal))
        {
            _parameters[name[prefix.Length..]] = value;
        }
        else
        {
            _fields[name] = value;
        }
    }

    private async Task AddJsonAsync(HttpRequest request)
    {
        using var json = await JsonDocument.ParseAsync(
            request.Body, new JsonDocumentOptions { MaxDepth = 4 }, request.HttpContext.RequestAborted);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            IsMalformed = true;
            return;
        }

        foreach (var member in json.RootElement.EnumerateObject())
        {
            if (member is { Name: "parameters", Value.ValueKind: JsonValueKind.Object })
            {
                foreach (var parameter in member.Value.EnumerateObject())
                {
                    AddScalar(_parameters, parameter);
                }
            }
            else
            {
                AddScalar(_fields, member);
            }
        }
    }

    private void AddScalar(Dictionary<string, string> target, JsonProperty member)
    {
        switch (member.Value.ValueKind)
        {
            case JsonValueKind.String:
                target[member.Name] = member.Value.GetString()!;
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                target[member.Name] = member.Value.GetRawText();
                break;
            case JsonValueKind.Null:
                break;
            default:
                IsMalformed = true;
                break;
        }
    }
}
