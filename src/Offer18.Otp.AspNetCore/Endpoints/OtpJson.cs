using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Our own JSON, whatever the site has set for its own.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OtpBrowser.Content))]
[JsonSerializable(typeof(OtpProblemBody))]
[JsonSerializable(typeof(OtpStateBody))]
internal sealed partial class OtpJson : JsonSerializerContext;
