using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>
/// All log messages of the package. Their event ids never change. These are never logged: the digits of a code, request ids, API keys, what
/// a visitor typed. Numbers are masked. So is whatever could be one in the partner's text, which only
/// message 1813 contains.
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

    [LoggerMessage(1809, LogLevel.Error, "The site's own IOffer18OtpClient threw {ExceptionType} (campaign \"{Campaign}\").")]
    public static partial void ClientThrew(this ILogger logger, string exceptionType, string campaign);

    [LoggerMessage(1805, LogLevel.Error, "A store or a guard failed.")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        1816,
        LogLevel.Warning,
        "Proofs are kept outside this process, but challenges and limits are kept inside it. With more than one node, a code can be verified only on the node that sent it, and each node counts its limits separately. Use AddRedisStores, or your own IOtpRequestStore with atomic operations. An IDistributedCache has no atomic operations.")]
    public static partial void RequestsNotShared(this ILogger logger);

    [LoggerMessage(1807, LogLevel.Warning, "An IAuthorizationMiddlewareResultHandler was registered after AddOffer18Otp. Unless it wraps ours, unverified visitors are not sent to the verification page. Register it before AddOffer18Otp.")]
    public static partial void ResultHandlerReplaced(this ILogger logger);

    [LoggerMessage(1808, LogLevel.Warning, "The verification page {VerificationPath} is gated itself: put [AllowAnonymous] on it (campaign \"{Campaign}\").")]
    public static partial void VerificationPathGated(this ILogger logger, string verificationPath, string campaign);

    [LoggerMessage(1806, LogLevel.Information, "The gate is closed to this request: {Code} (campaign \"{Campaign}\").")]
    public static partial void GateClosed(this ILogger logger, string code, string campaign);

    [LoggerMessage(1811, LogLevel.Warning, "A call to Offer18 ({Operation}) brought no usable answer: {Reason} (HTTP {Status}, {Delivery}, campaign \"{Campaign}\").")]
    public static partial void CallFailed(
        this ILogger logger, string operation, string? reason, int? status, string delivery, string campaign);

    [LoggerMessage(1812, LogLevel.Error, "Offer18's answer cannot be understood: {Reason} ({Operation}, HTTP {Status}, campaign \"{Campaign}\").")]
    public static partial void AnswerUnrecognised(this ILogger logger, string reason, string operation, int? status, string campaign);

    [LoggerMessage(
        1813,
        LogLevel.Warning,
        "A partner's error text is not mapped to an error code: \"{Text}\" (in {Place}, {Operation}, HTTP {Status}, campaign \"{Campaign}\"). {Advice}")]
    public static partial void TextUnmapped(
        this ILogger logger, string text, string place, string operation, int? status, string campaign, string advice);

    [LoggerMessage(1814, LogLevel.Error, "Offer18 does not answer. For {Seconds} s calls fail at once, so that no visitor waits (campaign \"{Campaign}\").")]
    public static partial void BreakerOpened(this ILogger logger, double seconds, string campaign);

    [LoggerMessage(1815, LogLevel.Information, "Offer18 answers again (campaign \"{Campaign}\").")]
    public static partial void BreakerClosed(this ILogger logger, string campaign);
}
