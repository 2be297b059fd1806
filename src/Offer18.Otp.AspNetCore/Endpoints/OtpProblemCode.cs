using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The codes of <see cref="OtpErrorCodes"/> as a type, so that a description of the endpoints can list them. In JSON a member is written in lower
/// case with underscores. A test compares the members with the table of codes.
/// </summary>
[JsonConverter(typeof(SnakeCaseConverter<OtpProblemCode>))]
internal enum OtpProblemCode
{
    OtpRequired,
    ForgedRequest,
    InvalidMsisdn,
    ConsentRequired,
    InvalidOtp,
    OtpExpired,
    AttemptsExhausted,
    NoPendingRequest,
    VerificationInProgress,
    ResendTooSoon,
    SendLimitReached,
    MsisdnBlocked,
    OperatorNotSupported,
    NotEligible,
    AlreadySubscribed,
    FraudBlocked,
    UpstreamRejectedCredentials,
    UpstreamUnavailable,
    UpstreamUnrecognised,
    StoreUnavailable,
}
