using Microsoft.AspNetCore.Authorization;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Lets in only visitors who have verified a mobile number for the campaign. It works on minimal APIs, controllers and actions, Razor Pages
/// and components, hubs and their methods. It needs no sign-in, and works together with any: with <c>[Authorize]</c> the sign-in comes
/// first. An unverified browser is sent to <see cref="Offer18OtpOptions.VerificationPath"/>. Other clients get the code
/// <c>otp_required</c>: with 401 if they send a Bearer token, otherwise with 403. If several apply, on a class and its method for instance,
/// all must be met.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = true)]
public sealed class RequireOtpVerifiedAttribute : AuthorizeAttribute, IAuthorizeData
{
    /// <summary>The campaign that the number must have been verified for. Empty, the default, means the default campaign.</summary>
    public string Campaign { get; set; } = "";

    /// <summary>
    /// How old the verification may be, in minutes, for a sensitive step. 0, the default, accepts any valid one. A visitor whose
    /// verification is older is asked for a new code.
    /// </summary>
    public int MaxAge { get; set; }

    /// <summary>The policy's name, made from the other members. Only the name reaches every part of ASP.NET Core.</summary>
    public new string Policy => OtpPolicy.Name(Campaign, MaxAge);

    /// <inheritdoc />
    string? IAuthorizeData.Policy
    {
        get => Policy;
        set => throw new NotSupportedException("The policy is made from the other members.");
    }
}
