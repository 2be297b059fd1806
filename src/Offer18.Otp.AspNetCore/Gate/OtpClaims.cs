using System.Globalization;
using System.Security.Claims;
using System.Security.Principal;
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

    /// <summary>Only if the number is a test number.</summary>
    public const string Test = "offer18_test";

    private const string Proof = "offer18_proof";
    private const string ValidUntil = "offer18_valid_until";
    private const string Subject = "offer18_subject";
    private const string LabelPrefix = "Offer18.Otp:";

    /// <summary>
    /// The user with an identity for the proof added. The principal is a new one, because the site may share the old one between visitors.
    /// </summary>
    public static ClaimsPrincipal Add(ClaimsPrincipal user, VerifiedMsisdn proof) =>
        Find(user, proof.Campaign) is { } identity && IsKnown(identity) && IdOf(identity) == proof.Id.Value
            ? user
            : Principal(user, WithProof(user, proof));

    /// <summary>The user without the campaign's proof.</summary>
    public static ClaimsPrincipal Remove(ClaimsPrincipal user, string campaign) =>
        Principal(user, user.Identities.Where(identity => identity.Label != Label(campaign)));

    /// <summary>
    /// The user while a proof cannot be looked up. The proof's identity loses its claims, but keeps the proof's id. So the proof can be
    /// looked up again, and is not taken for one that has ended.
    /// </summary>
    public static ClaimsPrincipal Suspend(ClaimsPrincipal user, string campaign) =>
        Find(user, campaign) is { } identity && IsKnown(identity)
            ? Principal(user, user.Identities.Select(other => other == identity ? WithoutClaims(identity) : other))
            : user;

    /// <summary>
    /// An identity without an authentication type. A verified number is not a sign-in, and must not open <c>[Authorize]</c>.
    /// </summary>
    public static ClaimsIdentity Identity(VerifiedMsisdn proof)
    {
        var identity = new ClaimsIdentity { Label = Label(proof.Campaign) };
        if (proof.Subject is { } subject)
        {
            Add(Subject, subject);
        }

        if (proof.IsTest)
        {
            Add(Test, "true", ClaimValueTypes.Boolean);
        }

        Add(PhoneNumber, proof.Msisdn);
        Add(PhoneNumberVerified, "true", ClaimValueTypes.Boolean);
        Add(AuthenticationMethod, "otp");
        Add(AuthenticationTime, Seconds(proof.VerifiedAt), ClaimValueTypes.Integer64);
        Add(ValidUntil, Seconds(proof.ValidUntil), ClaimValueTypes.Integer64);
        Add(Campaign, proof.Campaign);
        Add(Proof, proof.Id.Value);
        return identity;

        // A claim that does not belong to the identity yet would be copied.
        void Add(string type, string value, string valueType = ClaimValueTypes.String) =>
            identity.AddClaim(new(type, value, valueType, issuer: null, originalIssuer: null, identity));
    }

    /// <summary>The proof that a user carries, with times in whole seconds. Only the store knows whether it is still valid.</summary>
    public static VerifiedMsisdn? Read(ClaimsPrincipal user, string campaign) => Find(user, campaign) is { } identity && IsKnown(identity)
        ? new VerifiedMsisdn
        {
            Id = new(identity.FindFirst(Proof)!.Value),
            Campaign = campaign,
            Msisdn = identity.FindFirst(PhoneNumber)!.Value,
            VerifiedAt = Time(identity, AuthenticationTime),
            ValidUntil = Time(identity, ValidUntil),
            Subject = identity.FindFirst(Subject)?.Value,
            IsTest = identity.HasClaim(claim => claim.Type == Test),
        }
        : null;

    public static ClaimsIdentity? Find(ClaimsPrincipal user, string campaign)
    {
        var label = Label(campaign);
        foreach (var identity in user.Identities)
        {
            if (identity.Label == label)
            {
                return identity;
            }
        }

        return null;
    }

    public static OtpProofId? ProofId(ClaimsPrincipal user, string campaign) =>
        Find(user, campaign)?.FindFirst(Proof) is { } id ? new OtpProofId(id.Value) : null;

    /// <summary>
    /// The signed-in user that the proof was bound to when the connection started. That user may be signed in with a scheme that is not the
    /// default one. Then the connection's own user does not have that sign-in.
    /// </summary>
    public static string? SubjectOf(ClaimsPrincipal user, string campaign) => Find(user, campaign)?.FindFirst(Subject)?.Value;

    /// <summary>The campaigns whose proofs the user carries.</summary>
    public static string[] Campaigns(ClaimsPrincipal user) =>
        [.. user.Identities.Select(identity => identity.Label).OfType<string>()
            .Where(label => label.StartsWith(LabelPrefix, StringComparison.Ordinal)).Select(label => label[LabelPrefix.Length..])];

    private static List<ClaimsIdentity> WithProof(ClaimsPrincipal user, VerifiedMsisdn proof)
    {
        var own = Identity(proof);
        List<ClaimsIdentity> identities = new(2);
        foreach (var identity in user.Identities)
        {
            if (identity.Label != own.Label)
            {
                identities.Add(identity);
            }
        }

        identities.Add(own);
        return identities;
    }

    // If the site has its own type of principal, that one still answers for the identity and the roles.
    private static ClaimsPrincipal Principal(ClaimsPrincipal user, IEnumerable<ClaimsIdentity> identities) =>
        user.GetType() == typeof(ClaimsPrincipal) ? new ClaimsPrincipal(identities) : new OtpPrincipal((user as OtpPrincipal)?.Site ?? user, identities);

    private static ClaimsIdentity WithoutClaims(ClaimsIdentity identity) =>
        new(identity.FindAll(claim => claim.Type is Proof or Subject)) { Label = identity.Label };

    private static bool IsKnown(ClaimsIdentity identity) => identity.HasClaim(claim => claim.Type == PhoneNumber);

    private static string IdOf(ClaimsIdentity identity) => identity.FindFirst(Proof)?.Value ?? "";

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(ClaimsIdentity identity, string claim) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(identity.FindFirst(claim)!.Value, CultureInfo.InvariantCulture));

    private static string Label(string campaign) => LabelPrefix + campaign;

    private sealed class OtpPrincipal(ClaimsPrincipal site, IEnumerable<ClaimsIdentity> identities) : ClaimsPrincipal(identities)
    {
        public ClaimsPrincipal Site => site;

        public override IIdentity? Identity => site.Identity;

        public override bool IsInRole(string role) => site.IsInRole(role);
    }
}
