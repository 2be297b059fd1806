using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>How far a browser has come.</summary>
[JsonConverter(typeof(SnakeCaseConverter<OtpStateKind>))]
internal enum OtpStateKind
{
    None,
    Pending,
    Verified,
}
