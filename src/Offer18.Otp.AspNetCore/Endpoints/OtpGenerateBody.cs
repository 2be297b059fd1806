using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>What <c>POST generate</c> takes. This type only describes it (OpenAPI); <see cref="OtpRequestBody"/> reads it.</summary>
internal sealed record OtpGenerateBody
{
    [JsonPropertyName("msisdn")]
    [Description("The number, as the visitor wrote it. Without it, another code is sent to the number that is pending.")]
    public string? Msisdn { get; init; }

    [JsonPropertyName("country")]
    [Description("The country of a number that is written without a country code, ISO 3166-1 alpha-2. Default: the campaign's own.")]
    public string? Country { get; init; }

    [JsonPropertyName("consent")]
    [Description("Whether the visitor agrees to the terms. Some campaigns require it.")]
    public bool? Consent { get; init; }

    [JsonPropertyName("returnUrl")]
    [Description("Where the visitor wants to go once verified, a local URL.")]
    public string? ReturnUrl { get; init; }

    [JsonPropertyName("parameters")]
    [Description(OtpDescriptions.Parameters)]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(OtpGenerateBody);
}
