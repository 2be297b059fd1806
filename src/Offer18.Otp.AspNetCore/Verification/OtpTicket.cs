using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Everything that a browser holds: a handle that nobody can guess, digests of its numbers, and the id of its proof. With these, the stores
/// find the challenge, the number's counts and the proof. They know only a digest of the handle.
/// </summary>
/// <param name="Handle">256 random bits, base64url. After a right code it is a new one.</param>
/// <param name="MsisdnDigest">A keyed digest of the challenge's number; null until a code is requested.</param>
/// <param name="ProofId">The id of this browser's proof; null if there is none.</param>
/// <param name="LeftMsisdnDigest">
/// The digest of the number that the visitor has left to use another one. Its code may still arrive, and the visitor may come back to it.
/// </param>
/// <param name="Agent">The <see cref="OtpCaller.Agent"/> of the browser that the handle was made for. Whoever holds a copy cannot change it.</param>
/// <param name="ReturnUrl">Where a verified visitor wanted to go, a local URL. Its length is limited.</param>
internal sealed record OtpTicket(
    string Handle,
    [property: JsonConverter(typeof(MsisdnDigestConverter))] MsisdnDigest? MsisdnDigest = null,
    [property: JsonConverter(typeof(OtpProofIdConverter))] OtpProofId? ProofId = null,
    [property: JsonConverter(typeof(MsisdnDigestConverter))] MsisdnDigest? LeftMsisdnDigest = null,
    string? Agent = null,
    string? ReturnUrl = null)
{
    /// <summary>What the last code of <see cref="MsisdnDigest"/> was counted by; null if the answer was lost, or the number has changed since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OtpSendCounts? Sent { get; init; }

    /// <summary>The operator of <see cref="MsisdnDigest"/>, as <see cref="Sent"/>; null if it has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Operator { get; init; }

    /// <summary>Where the visitor came from: <see cref="OtpCampaignContext.Landing"/> of the next challenge. Null if nothing is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Landing { get; init; }

    /// <summary>The code of the present challenge that waits to be confirmed; null if none does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitingCode? Code { get; init; }

    /// <summary>Whether a check of this browser has got no clear answer, so that nobody knows whether it has subscribed the visitor. It stays until he is verified.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MayBeSubscribed { get; init; }

    /// <summary>Names <see cref="Code"/> in the form that confirms it, so that a tab confirms what it shows. It tells nobody anything. Null if no code waits.</summary>
    [JsonIgnore]
    public string? CodeTag => Code is { } code ? TextDigest.Sha256($"{Handle}.{MsisdnDigest?.Value}.{code.Digits}.{code.ExpiresAt}", 6) : null;

    /// <summary>What the browser itself knows of what a campaign keeps, for a store that keeps nothing of it; null if it knows nothing.</summary>
    [JsonIgnore]
    public OtpCampaignContext? Context => Landing is null && Operator is null ? null
        : Landing is null ? new() { Operator = Operator }
        : new() { Operator = Operator, Landing = Landing };

    /// <summary>The key of all challenges of the browser in a store.</summary>
    [JsonIgnore]
    public string Id => TextDigest.Sha256(Handle);

    public static OtpTicket New(string? agent) => new(NewHandle(), Agent: agent);

    public OtpTicket ForNumber(MsisdnDigest msisdnDigest) => With(msisdnDigest, LeftMsisdnDigest);

    /// <summary>With a right code the challenge is finished. The new handle finds nothing of it.</summary>
    public static OtpTicket OfProof(OtpProofId proofId, string? returnUrl, string? agent) =>
        new(NewHandle(), ProofId: proofId, Agent: agent, ReturnUrl: returnUrl?.Length <= LocalUrl.MaxKeptLength ? returnUrl : null);

    public OtpTicket WithoutChallenge() => With(null, LeftMsisdnDigest);

    /// <summary>The ticket for another number of the browser. The one before counts as left.</summary>
    public OtpTicket SwitchTo(MsisdnDigest msisdnDigest) =>
        msisdnDigest == MsisdnDigest ? this : With(msisdnDigest, MsisdnDigest);

    /// <summary>
    /// Names a number of this browser in a form, so that a second tab's code is checked for the number that the tab shows. It tells nobody
    /// anything.
    /// </summary>
    public string TagOf(MsisdnDigest msisdnDigest) => TextDigest.Sha256($"{Handle}.{msisdnDigest.Value}", 6);

    /// <summary>The visitor leaves the number.</summary>
    public OtpTicket Leave() => With(null, MsisdnDigest ?? LeftMsisdnDigest);

    /// <summary>The visitor comes back to the number that was left, if there is none at present.</summary>
    public OtpTicket ComeBack() => MsisdnDigest is null ? With(LeftMsisdnDigest, null) : this;

    /// <summary>Whether this browser has not asked for a code to the number, as far as it says.</summary>
    public bool IsFirstFor(MsisdnDigest msisdnDigest) => msisdnDigest != MsisdnDigest && msisdnDigest != LeftMsisdnDigest;

    /// <summary>Whether this browser has proved the number before, by the server's word.</summary>
    public bool HasProved(MsisdnDigest msisdnDigest) => ProofId?.MsisdnDigest == msisdnDigest;

    /// <summary>Whether the browser has asked for, left or proved the number under this digest.</summary>
    public bool Holds(MsisdnDigest msisdnDigest) => !IsFirstFor(msisdnDigest) || HasProved(msisdnDigest);

    /// <summary>The challenge's key, or null until a code is requested.</summary>
    public OtpChallengeKey? Key(string campaign) => MsisdnDigest is { } msisdn ? new(campaign, msisdn, Id) : null;

    /// <summary>A digest of a code, with the handle as its key. So a store can neither read the code nor find it by trying.</summary>
    public string CodeDigest(string code) => TextDigest.HmacSha256(Encoding.ASCII.GetBytes(Handle), code);

    /// <summary>Only the type's name, because a record's own text would show the handle.</summary>
    public override string ToString() => nameof(OtpTicket);

    private OtpTicket With(MsisdnDigest? msisdnDigest, MsisdnDigest? left) =>
        msisdnDigest == MsisdnDigest
            ? this with { LeftMsisdnDigest = left }
            : this with { MsisdnDigest = msisdnDigest, LeftMsisdnDigest = left, Sent = null, Operator = null, Code = null };

    private static string NewHandle() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
