using System.ComponentModel;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// RFC 9457 problem details with our members. A description of the endpoints (OpenAPI) is made from this type with the site's own JSON settings.
/// So the type itself says everything that those settings could change.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record OtpProblemBody
{
    [JsonPropertyName("type")]
    [Description("A URN that ends in the code: urn:offer18-otp:error:{code}. It leads nowhere.")]
    public required string Type { get; init; }

    [JsonPropertyName("title")]
    [Description("What went wrong, in the visitor's language.")]
    public required string Title { get; init; }

    [JsonPropertyName("detail")]
    [Description("What the visitor can do, in the visitor's language.")]
    public required string Detail { get; init; }

    [JsonPropertyName("status")]
    [Description("The HTTP status.")]
    public required int Status { get; init; }

    [JsonPropertyName("code")]
    [JsonConverter(typeof(SnakeCaseConverter<OtpProblemCode>))]
    [Description("The error's code. A code never changes its meaning.")]
    public required OtpProblemCode Code { get; init; }

    [JsonPropertyName("attemptsRemaining")]
    [Description("How many more codes can be checked.")]
    public int? AttemptsRemaining { get; init; }

    [JsonPropertyName("retryAfter")]
    [Description("When to try again, in whole seconds, rounded up. The header Retry-After has the same value.")]
    public int? RetryAfter { get; init; }

    [JsonPropertyName("restart")]
    [Description("True if a new code is needed.")]
    public bool? Restart { get; init; }
}
