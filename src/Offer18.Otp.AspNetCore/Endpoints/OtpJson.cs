using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Our own JSON, whatever the site has set for its own.</summary>
[JsonSerializable(typeof(OtpProblemBody))]
[JsonSerializable(typeof(OtpStateBody))]
internal sealed partial class OtpJson : JsonSerializerContext
{
    /// <summary>Texts in their own script; what could be taken for HTML stays escaped.</summary>
    public static readonly OtpJson Web = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
