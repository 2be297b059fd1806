namespace Offer18.Otp.AspNetCore;

/// <summary>Which view of the page says where a visitor came from (<see cref="Offer18OtpOptions.LandingParameters"/>).</summary>
public enum OtpAttribution
{
    /// <summary>The first one that has any of the parameters.</summary>
    First,

    /// <summary>The last one that has any of them before a code is asked for.</summary>
    Last,
}
