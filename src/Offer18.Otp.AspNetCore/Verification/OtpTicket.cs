using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// What a browser holds, and all it holds: a handle that nobody can guess, and the id of its proof. What they stand for is in
/// the stores, which keep digests of the handle alone.
/// </summary>
/// <param name="Handle">256 random bits, base64url. Another one for each challenge that follows a verified one.</param>
/// <param name="MsisdnDigest">A keyed digest of the challenge's number; null while no code was asked for.</param>
/// <param name="ProofId">What was verified in this browser; null when nothing was.</param>
/// <param name="IsProved">The proof came of this very challenge: whatever a store still says, it is finished.</param>
internal sealed record OtpTicket(
    string Handle,
    [property: JsonConverter(typeof(MsisdnDigestConverter))] MsisdnDigest? MsisdnDigest = null,
    [property: JsonConverter(typeof(OtpProofIdConverter))] OtpProofId? ProofId = null,
    bool IsProved = false)
{
    public static OtpTicket New() => new(NewHandle());

    /// <summary>What stands for a browser where only its proof is known.</summary>
    public static OtpTicket ForProof(OtpProofId proofId) => new("", ProofId: proofId);

    public OtpTicket ForNumber(MsisdnDigest msisdnDigest) => this with { MsisdnDigest = msisdnDigest };

    public OtpTicket WithProof(OtpProofId proofId) => this with { ProofId = proofId, IsProved = true };

    public OtpTicket WithNewHandle() => this with { Handle = NewHandle(), MsisdnDigest = null, IsProved = false };

    public OtpTicket WithoutChallenge() => this with { MsisdnDigest = null, IsProved = false };

    /// <summary>The challenge's key, or null while no code was asked for.</summary>
    public OtpChallengeKey? Key(string campaign) =>
        MsisdnDigest is { } msisdn ? new(campaign, msisdn, Digest()) : null;

    /// <summary>A digest of a code that a store can neither read nor try out: the handle is its key.</summary>
    public string CodeDigest(string code) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Handle), Encoding.ASCII.GetBytes(code)));

    private static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private string Digest() => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Handle)));
}
