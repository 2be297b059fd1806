using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Everything that a browser holds: a handle that nobody can guess, a digest of its number, and the id of its proof. With these three, the
/// stores find the challenge, the number's counts and the proof. They know only a digest of the handle.
/// </summary>
/// <param name="Handle">256 random bits, base64url. The challenge after a verified one gets a new handle.</param>
/// <param name="MsisdnDigest">A keyed digest of the challenge's number; null until a code is requested.</param>
/// <param name="ProofId">The id of this browser's proof; null if there is none.</param>
/// <param name="IsProved">
/// Whether the proof came from the current challenge. That challenge is then finished, whatever a store says.
/// </param>
internal sealed record OtpTicket(
    string Handle,
    [property: JsonConverter(typeof(MsisdnDigestConverter))] MsisdnDigest? MsisdnDigest = null,
    [property: JsonConverter(typeof(OtpProofIdConverter))] OtpProofId? ProofId = null,
    bool IsProved = false)
{
    public static OtpTicket New() => new(NewHandle());

    public OtpTicket ForNumber(MsisdnDigest msisdnDigest) => this with { MsisdnDigest = msisdnDigest };

    public OtpTicket WithProof(OtpProofId proofId) => this with { ProofId = proofId, IsProved = true };

    public OtpTicket WithNewHandle() => this with { Handle = NewHandle(), MsisdnDigest = null, IsProved = false };

    public OtpTicket WithoutChallenge() => this with { MsisdnDigest = null, IsProved = false };

    /// <summary>The challenge's key, or null until a code is requested.</summary>
    public OtpChallengeKey? Key(string campaign) =>
        MsisdnDigest is { } msisdn ? new(campaign, msisdn, Digest()) : null;

    /// <summary>A digest of a code, with the handle as its key. So a store can neither read the code nor find it by trying.</summary>
    public string CodeDigest(string code) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Handle), Encoding.ASCII.GetBytes(code)));

    private static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private string Digest() => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Handle)));
}
