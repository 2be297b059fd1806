using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The cookie's content as JSON. It is short, because a cookie must stay under 4,096 bytes. It is sealed, and never part of a page.</summary>
[JsonSerializable(typeof(OtpCookieContent))]
internal sealed partial class OtpCookieJson : JsonSerializerContext
{
    public static readonly OtpCookieJson Compact = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
