using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Our own JSON settings, whatever the site uses.</summary>
[JsonSerializable(typeof(OtpGenerateBody))]
[JsonSerializable(typeof(OtpPageState))]
[JsonSerializable(typeof(OtpPageValues))]
[JsonSerializable(typeof(OtpProblemBody))]
[JsonSerializable(typeof(OtpStateBody))]
[JsonSerializable(typeof(OtpVerifyBody))]
internal sealed partial class OtpJson : JsonSerializerContext
{
    /// <summary>Writes texts in their own script. Characters that HTML could misread stay escaped.</summary>
    public static readonly OtpJson Web = new(new JsonSerializerOptions
    {
        Converters = { new Rfc3339Converter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
