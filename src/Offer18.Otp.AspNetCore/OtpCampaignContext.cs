using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// What a campaign needs of a verification beside the number: where the visitor came from, which operator he has, what he agreed to. It belongs to
/// the challenge, and then to the proof, so that nothing the browser says later changes it.
/// </summary>
public sealed partial record OtpCampaignContext
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    /// <summary>
    /// The landing parameters, by their names in the page's address: those that <see cref="Offer18OtpOptions.LandingParameters"/> lists. Empty if
    /// the visitor came without any.
    /// </summary>
    public IReadOnlyDictionary<string, string> Landing { get; init; } = Nothing;

    /// <summary>The name of the operator whose number it is; null if the campaign has none for it.</summary>
    public string? Operator { get; init; }

    /// <summary>What the visitor agreed to; null if the campaign does not ask for consent.</summary>
    public OtpConsent? Consent { get; init; }

    /// <summary>The context as bytes, for a store outside the process. They contain personal data, so they need protection like the number's.</summary>
    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, ContextJson.Default.OtpCampaignContext);

    /// <summary>The context that <see cref="Serialize"/> has written. Members that this version does not know are ignored.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="JsonException">The bytes are no context.</exception>
    public static OtpCampaignContext? Deserialize(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize(bytes, ContextJson.Default.OtpCampaignContext);

    /// <summary>The type's name. A record's own text would show personal data.</summary>
    public override string ToString() => nameof(OtpCampaignContext);

    [JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(OtpCampaignContext))]
    private sealed partial class ContextJson : JsonSerializerContext;
}
