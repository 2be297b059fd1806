namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// A store could not do what it was asked. The endpoints and the gate answer <see cref="OtpErrorCodes.StoreUnavailable"/>; it
/// reaches callers of <see cref="IOtpProofs"/>.
/// </summary>
public sealed class OtpStoreUnavailableException : Exception
{
    internal OtpStoreUnavailableException(Exception cause)
        : base("A store could not be reached.", cause)
    {
    }
}
