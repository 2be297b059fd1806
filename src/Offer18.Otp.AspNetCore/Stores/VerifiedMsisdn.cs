using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The proof that the visitor in this browser had this number at this time.</summary>
public sealed record VerifiedMsisdn
{
    /// <summary>The proof's id.</summary>
    public required OtpProofId Id { get; init; }

    /// <summary>The campaign that the proof was made for. It is valid for no other campaign. Empty is the default one.</summary>
    public required string Campaign { get; init; }

    /// <summary>The number in E.164, with <c>+</c>: the same as <c>GetVerifiedMsisdn()</c> and the claim <c>phone_number</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>When the check of the code began, by the store's clock (UTC).</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>The proof opens the gate until this time (UTC).</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>
    /// A digest of the user who was signed in when the proof was made. The proof is valid for no other user. Null if nobody was signed in, and
    /// nobody has signed in since (<see cref="Offer18OtpOptions.BindProofAtSignIn"/>).
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>Whether the proof was revoked. A store remembers this until <see cref="ValidUntil"/>.</summary>
    public bool Revoked { get; init; }

    /// <summary>Whether the number is one of <see cref="OtpLimitOptions.TestNumbers"/>: nothing was sent, and nobody was booked.</summary>
    public bool IsTest { get; init; }

    /// <summary>What the campaign keeps with the verification: landing parameters, operator, consent. Null if it keeps nothing.</summary>
    public OtpCampaignContext? Context { get; init; }

    /// <summary>
    /// Names the verification to whoever is told of it, a tracker or a page's pixel, so that what is told twice counts once. It is always the same, and tells
    /// nobody anything.
    /// </summary>
    [JsonIgnore]
    public string EventId => TextDigest.Sha256($"event {Id.Value}", 16);

    /// <summary>The type's name. A record's own text would show the number.</summary>
    public override string ToString() => nameof(VerifiedMsisdn);
}
