namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What is known of a challenge's last check.</summary>
public enum OtpCheckProgress
{
    /// <summary>There was none, or its result is known.</summary>
    None,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It has ended without a clear answer, or nobody has said how it ended. The code may have been right.</summary>
    Unknown,
}
