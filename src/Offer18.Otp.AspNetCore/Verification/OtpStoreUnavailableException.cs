namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// A store could not do what it was asked. The endpoints and the gate answer with <see cref="OtpErrorCodes.StoreUnavailable"/>. Only
/// callers of <see cref="IOtpProofs"/> see the exception.
/// </summary>
public sealed class OtpStoreUnavailableException : Exception
{
    internal OtpStoreUnavailableException(Exception cause)
        : base("A store could not be reached.", cause)
    {
    }
}
