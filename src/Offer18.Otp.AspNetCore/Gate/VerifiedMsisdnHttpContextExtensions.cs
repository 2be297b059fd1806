using Offer18.Otp.AspNetCore.Gate;

namespace Microsoft.AspNetCore.Http;

/// <summary>Reads the verified number of a request.</summary>
public static class VerifiedMsisdnHttpContextExtensions
{
    /// <summary>
    /// The number that opened the gate for this request, in E.164 (<c>+</c> and digits); null if no gate of the campaign was passed. It is
    /// the claim <c>phone_number</c> of a separate identity of the user.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    public static string? GetVerifiedMsisdn(this HttpContext context, string campaign = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        return OtpClaims.Find(context.User, campaign)?.FindFirst(OtpClaims.PhoneNumber)?.Value;
    }
}
