using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>
/// Every message of the package, with an event id that stays. Numbers come masked; codes, request ids and keys do not come at
/// all, and nothing that a visitor or a partner wrote.
/// </summary>
internal static partial class OtpLog
{
    [LoggerMessage(1801, LogLevel.Information, "Code sent to {Msisdn} (campaign \"{Campaign}\").")]
    public static partial void CodeSent(this ILogger logger, string msisdn, string campaign);

    [LoggerMessage(1802, LogLevel.Information, "{Msisdn} verified (campaign \"{Campaign}\").")]
    public static partial void Verified(this ILogger logger, string msisdn, string campaign);

    [LoggerMessage(1803, LogLevel.Information, "{Operation} refused: {Code} (campaign \"{Campaign}\").")]
    public static partial void Refused(this ILogger logger, string operation, string code, string campaign);

    [LoggerMessage(1804, LogLevel.Critical, "Offer18 does not accept ApiKey, AffiliateId or AdvertiserId: nobody can be verified (campaign \"{Campaign}\").")]
    public static partial void CredentialsRejected(this ILogger logger, string campaign);

    [LoggerMessage(1805, LogLevel.Error, "A store could not be reached; the request was refused.")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1807, LogLevel.Warning, "An IAuthorizationMiddlewareResultHandler was registered after AddOffer18Otp. Unless it wraps ours, unverified visitors are not sent to the verification page. Register it before.")]
    public static partial void ResultHandlerReplaced(this ILogger logger);

    [LoggerMessage(1808, LogLevel.Warning, "The verification page {VerificationPath} is itself gated: put [AllowAnonymous] on it (campaign \"{Campaign}\").")]
    public static partial void VerificationPathGated(this ILogger logger, string verificationPath, string campaign);

    [LoggerMessage(1806, LogLevel.Information, "The gate is closed to this request: {Code} (campaign \"{Campaign}\").")]
    public static partial void GateClosed(this ILogger logger, string code, string campaign);
}
