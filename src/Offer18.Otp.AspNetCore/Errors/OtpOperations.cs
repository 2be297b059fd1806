namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What can be answered with an error code.</summary>
[Flags]
internal enum OtpOperations
{
    None = 0,
    Generate = 1,
    Verify = 2,
    Reset = 4,
    Status = 8,

    /// <summary>A request to something behind a gate.</summary>
    Gate = 16,

    Posts = Generate | Verify | Reset,
    All = Posts | Status | Gate,
}
