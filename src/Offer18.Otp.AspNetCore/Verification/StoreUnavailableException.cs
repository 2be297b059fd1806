namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A store could not do what it was asked. The flow answers <see cref="OtpErrorCodes.StoreUnavailable"/>.</summary>
internal sealed class StoreUnavailableException(Exception cause) : Exception("A store could not be reached.", cause);
