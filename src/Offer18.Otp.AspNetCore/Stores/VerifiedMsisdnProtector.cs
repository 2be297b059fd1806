using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Makes proofs into bytes for a store outside the process, protected with the site's data protection: whoever reads the store
/// learns no number, and whoever writes to it makes no proof. The format has a version mark, and additions to it are read over.
/// </summary>
public sealed partial class VerifiedMsisdnProtector
{
    private const int Version = 1;

    private readonly IDataProtectionProvider _provider;

    /// <summary>Protects with the site's keys, which all nodes must share.</summary>
    /// <param name="provider">The site's data protection.</param>
    public VerifiedMsisdnProtector(IDataProtectionProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _provider = provider;
    }

    /// <summary>The proof as bytes; <see cref="VerifiedMsisdn.Revoked"/> is not among them.</summary>
    /// <param name="proof">The proof.</param>
    public byte[] Protect(VerifiedMsisdn proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return Protector(proof.Campaign).Protect(JsonSerializer.SerializeToUtf8Bytes(
            new Stored(Version, proof.Id, proof.Msisdn, proof.VerifiedAt, proof.ValidUntil, proof.Subject), Json.Default.Stored));
    }

    /// <summary>
    /// The proof; null where the bytes are none, of another campaign, protected with keys that are lost, or of a version that this one
    /// cannot read. The gate is closed then. Whoever asked for an id compares it.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="bytes">What <see cref="Protect"/> made.</param>
    public VerifiedMsisdn? Unprotect(string campaign, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            return JsonSerializer.Deserialize(Protector(campaign).Unprotect(bytes), Json.Default.Stored) is { Version: Version } stored
                ? new VerifiedMsisdn
                {
                    Id = stored.Id,
                    Campaign = campaign,
                    Msisdn = stored.Msisdn,
                    VerifiedAt = stored.VerifiedAt,
                    ValidUntil = stored.ValidUntil,
                    Subject = stored.Subject,
                }
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string campaign) => _provider.CreateProtector("Offer18.Otp", "Proof", "v1", campaign);

    private sealed record Stored(
        [property: JsonPropertyName("v")] int Version,
        [property: JsonPropertyName("i")] string Id,
        [property: JsonPropertyName("n")] string Msisdn,
        [property: JsonPropertyName("t")] DateTimeOffset VerifiedAt,
        [property: JsonPropertyName("e")] DateTimeOffset ValidUntil,
        [property: JsonPropertyName("s")] string? Subject);

    [JsonSerializable(typeof(Stored))]
    private sealed partial class Json : JsonSerializerContext;
}
