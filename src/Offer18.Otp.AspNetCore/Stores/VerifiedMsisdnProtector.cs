using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Turns proofs into bytes for a store outside the process, protected with the site's data protection. Somebody who reads the store learns
/// no number. Somebody who writes to it cannot make a proof. The format has a version mark. When this version reads a proof, it
/// ignores fields that it does not know.
/// </summary>
public sealed partial class VerifiedMsisdnProtector
{
    private const int Version = 1;

    // A version of the package that does not know test numbers must not take their proofs for others.
    private const int TestVersion = 2;

    private readonly CampaignProtectors _protectors;

    /// <summary>A protector that uses the site's keys. All nodes must share them.</summary>
    /// <param name="provider">The site's data protection.</param>
    public VerifiedMsisdnProtector(IDataProtectionProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        _protectors = new(provider, "Proof");
    }

    /// <summary>The proof as bytes, without <see cref="VerifiedMsisdn.Revoked"/>.</summary>
    /// <param name="proof">The proof.</param>
    public byte[] Protect(VerifiedMsisdn proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return _protectors[proof.Campaign].Protect(JsonSerializer.SerializeToUtf8Bytes(
            new Stored(proof.IsTest ? TestVersion : Version, proof.Id.Value, proof.Msisdn.TrimStart('+'), proof.VerifiedAt, proof.ValidUntil, proof.Subject, proof.Context), Json.Default.Stored));
    }

    /// <summary>
    /// The proof. Null if the bytes are no proof, belong to another campaign, were protected with keys that are lost, or have a version
    /// that this one cannot read. Then the gate is closed. The caller must compare the proof's id with the id that it looked for.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="bytes">What <see cref="Protect"/> made.</param>
    public VerifiedMsisdn? Unprotect(string campaign, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            return JsonSerializer.Deserialize(_protectors[campaign].Unprotect(bytes), Json.Default.Stored) is { Version: Version or TestVersion } stored
                ? new VerifiedMsisdn
                {
                    Id = new OtpProofId(stored.Id),
                    Campaign = campaign,
                    Msisdn = "+" + stored.Digits,
                    VerifiedAt = stored.VerifiedAt,
                    ValidUntil = stored.ValidUntil,
                    Subject = stored.Subject,
                    IsTest = stored.Version == TestVersion,
                    Context = stored.Context,
                }
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    private sealed record Stored(
        [property: JsonPropertyName("v")] int Version,
        [property: JsonPropertyName("i")] string Id,
        [property: JsonPropertyName("n")] string Digits,
        [property: JsonPropertyName("t")] DateTimeOffset VerifiedAt,
        [property: JsonPropertyName("e")] DateTimeOffset ValidUntil,
        [property: JsonPropertyName("s")] string? Subject,
        [property: JsonPropertyName("c"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OtpCampaignContext? Context = null)
    {
        /// <summary>Only the type's name, because a record's own text would show the number.</summary>
        public override string ToString() => nameof(Stored);
    }

    [JsonSerializable(typeof(Stored))]
    private sealed partial class Json : JsonSerializerContext;
}
