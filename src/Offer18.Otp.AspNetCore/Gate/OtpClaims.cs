using System.Globalization;
using System.Security.Claims;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>A verified number as claims (OpenID Connect Core 1.0, 5.1; RFC 8176 for <c>amr</c>).</summary>
internal static class OtpClaims
{
    public const string PhoneNumber = "phone_number";
    public const string PhoneNumberVerified = "phone_number_verified";
    public const string AuthenticationMethod = "amr";
    public const string AuthenticationTime = "auth_time";
    public const string Campaign = "offer18_campaign";

    private const string Proof = "offer18_proof";
    private const string ValidUntil = "offer18_valid_until";
    private const string Subject = "offer18_subject";
    private const string LabelPrefix = "Offer18.Otp:";

    /// <summary>
    /// The user with an identity for the proof. The principal is a new one, because the site may keep the old one for others.
    /// </summary>
    public static ClaimsPrincipal Add(ClaimsPrincipal user, VerifiedMsisdn proof) =>
        ProofId(user, proof.Campaign) == proof.Id
            ? user
            : new ClaimsPrincipal([.. user.Identities.Where(identity => identity.Label != Label(proof.Campaign)), Identity(proof)]);

    /// <summary>
    /// The user with those of another principal's proofs that hold. One that cannot be looked up just now stays without its claims: there to be
    /// looked up again, and to be told from one that ended.
    /// </summary>
    public static ClaimsPrincipal Replace(ClaimsPrincipal user, ClaimsPrincipal proved, IReadOnlyDictionary<string, bool?> holds) => new(
        user.Identities.Where(identity => !IsOurs(identity))
            .Concat(proved.Identities.Where(identity => IsOurs(identity) && holds[IdOf(identity)] != false)
                .Select(identity => holds[IdOf(identity)] == true ? identity : WithoutClaims(identity))));

    /// <summary>
    /// It has no authentication type: a verified number is no sign-in, and <c>[Authorize]</c> must not open for it.
    /// </summary>
    public static ClaimsIdentity Identity(VerifiedMsisdn proof) => new(
    (Claim[])[
        .. proof.Subject is { } subject ? (Claim[])[new(Subject, subject)] : [],
        new(PhoneNumber, "+" + proof.Msisdn),
        new(PhoneNumberVerified, "true", ClaimValueTypes.Boolean),
        new(AuthenticationMethod, "otp"),
        new(AuthenticationTime, Seconds(proof.VerifiedAt), ClaimValueTypes.Integer64),
        new(ValidUntil, Seconds(proof.ValidUntil), ClaimValueTypes.Integer64),
        new(Campaign, proof.Campaign),
        new(Proof, proof.Id),
    ])
    {
        Label = Label(proof.Campaign),
    };

    /// <summary>The proof that a user carries, its times in whole seconds; whether it still holds is a store's to say.</summary>
    public static VerifiedMsisdn? Read(ClaimsPrincipal user, string campaign) => Find(user, campaign) is { } identity && IsKnown(identity)
        ? new VerifiedMsisdn
        {
            Id = identity.FindFirst(Proof)!.Value,
            Campaign = campaign,
            Msisdn = identity.FindFirst(PhoneNumber)!.Value.TrimStart('+'),
            VerifiedAt = Time(identity, AuthenticationTime),
            ValidUntil = Time(identity, ValidUntil),
            Subject = identity.FindFirst(Subject)?.Value,
        }
        : null;

    public static ClaimsIdentity? Find(ClaimsPrincipal user, string campaign) =>
        user.Identities.FirstOrDefault(identity => identity.Label == Label(campaign));

    public static string? ProofId(ClaimsPrincipal user, string campaign) => Find(user, campaign)?.FindFirst(Proof)?.Value;

    /// <summary>Whom a connection's proof was looked up for when it began: its user may be of a scheme that it does not carry.</summary>
    public static string? SubjectOf(ClaimsPrincipal user, string campaign) => Find(user, campaign)?.FindFirst(Subject)?.Value;

    /// <summary>The campaigns and proofs that the user's identities stand for, and whether they come with their claims.</summary>
    public static IEnumerable<(string Campaign, string ProofId, bool IsKnown)> Proofs(ClaimsPrincipal user) =>
        user.Identities.Where(IsOurs).Select(identity => (identity.Label![LabelPrefix.Length..], IdOf(identity), IsKnown(identity)));

    private static ClaimsIdentity WithoutClaims(ClaimsIdentity identity) =>
        new(identity.FindAll(claim => claim.Type is Proof or Subject)) { Label = identity.Label };

    private static bool IsKnown(ClaimsIdentity identity) => identity.HasClaim(claim => claim.Type == PhoneNumber);

    private static string IdOf(ClaimsIdentity identity) => identity.FindFirst(Proof)?.Value ?? "";

    private static bool IsOurs(ClaimsIdentity identity) => identity.Label?.StartsWith(LabelPrefix, StringComparison.Ordinal) == true;

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(ClaimsIdentity identity, string claim) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(identity.FindFirst(claim)!.Value, CultureInfo.InvariantCulture));

    private static string Label(string campaign) => LabelPrefix + campaign;
}
