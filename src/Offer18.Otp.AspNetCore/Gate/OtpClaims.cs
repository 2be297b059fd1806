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

    /// <summary>
    /// The user with an identity for the proof. It has no authentication type: a verified number is no sign-in, and
    /// <c>[Authorize]</c> must not open for it. The principal is a new one, because the site may keep the old one for others.
    /// </summary>
    public static ClaimsPrincipal Add(ClaimsPrincipal user, VerifiedMsisdn proof)
    {
        if (Find(user, proof.Campaign) is not null)
        {
            return user;
        }

        var identity = new ClaimsIdentity(
        [
            new(PhoneNumber, "+" + proof.Msisdn),
            new(PhoneNumberVerified, "true", ClaimValueTypes.Boolean),
            new(AuthenticationMethod, "otp"),
            new(AuthenticationTime, proof.VerifiedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64),
            new(Campaign, proof.Campaign),
        ])
        {
            Label = Label(proof.Campaign),
        };
        return new ClaimsPrincipal([.. user.Identities, identity]);
    }

    public static ClaimsIdentity? Find(ClaimsPrincipal user, string campaign) =>
        user.Identities.FirstOrDefault(identity => identity.Label == Label(campaign));

    private static string Label(string campaign) => "Offer18.Otp:" + campaign;
}
