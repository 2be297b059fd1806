using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The state on a page, for its scripts. The page shows a state and an error together; an HTTP answer is one of the two.</summary>
[method: SetsRequiredMembers]
internal sealed record OtpPageState(OtpStateBody Body) : OtpStateBody(Body)
{
    [JsonIgnore]
    public OtpStateBody Body { get; } = Body;

    /// <summary>The error's code; null if nothing went wrong.</summary>
    [JsonPropertyName("error")]
    [JsonPropertyOrder(1)]
    public string? Error { get; init; }
}
