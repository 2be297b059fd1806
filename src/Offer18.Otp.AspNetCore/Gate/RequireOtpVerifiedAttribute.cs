using Microsoft.AspNetCore.Authorization;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Opens for visitors who have verified a mobile number for the campaign: on minimal APIs, controllers and actions, Razor
/// Pages and components. It asks for no sign-in and stands beside any: with <c>[Authorize]</c> the sign-in comes first.
/// An unverified browser is sent to <see cref="Offer18OtpOptions.VerificationPath"/>; other clients get a 403 with code
/// <c>otp_required</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireOtpVerifiedAttribute : AuthorizeAttribute, IAuthorizeData
{
    /// <summary>The campaign that the number must have been verified for; empty, the default, is the default campaign.</summary>
    public string Campaign { get; set; } = "";

    /// <summary>The policy's name, made from the other members: it is all that every part of ASP.NET Core passes on.</summary>
    public new string Policy => OtpPolicy.Name(Campaign);

    /// <inheritdoc />
    string? IAuthorizeData.Policy
    {
        get => Policy;
        set => throw new NotSupportedException("The policy is made from the other members.");
    }
}
