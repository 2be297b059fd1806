using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>What <c>POST verify</c> takes. This type only describes it (OpenAPI); <see cref="OtpRequestBody"/> reads it.</summary>
internal sealed record OtpVerifyBody
{
    [JsonPropertyName("otp")]
    [Description("The code, as the visitor wrote it: spaces, hyphens and the digits of any script are understood. Left out beside \"confirm\".")]
    public string? Otp { get; init; }

    [JsonPropertyName("confirm")]
    [Description("True without \"otp\" has the code checked that waits for this. A page of ours sends a tag of the code that it shows. Only where the campaign asks for a confirmation.")]
    public bool? Confirm { get; init; }

    [JsonPropertyName("back")]
    [Description("If this is \"true\", a code of the number that reset has left counts, too. A page of ours sends a tag of the number that it shows.")]
    public string? Back { get; init; }

    [JsonPropertyName("parameters")]
    [Description(OtpDescriptions.Parameters)]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the code.</summary>
    public override string ToString() => nameof(OtpVerifyBody);
}
