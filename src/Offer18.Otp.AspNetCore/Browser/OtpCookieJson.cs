using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>The cookie's content as JSON. It is short, because a cookie must stay under 4,096 bytes.</summary>
[JsonSerializable(typeof(OtpCookieContent))]
internal sealed partial class OtpCookieJson : JsonSerializerContext
{
    public static readonly OtpCookieJson Compact = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
