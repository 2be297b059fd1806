using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>
/// All log messages of the package. Their event ids never change. These are never logged: the digits of a code, request ids, API keys, what
/// a visitor typed. Numbers are masked. So is whatever could be one in the partner's text, which only
/// message 1813 contains.
/// </summary>
internal static partial class OtpLog
{
    [LoggerMessage(1801, LogLevel.Information, "Code sent to {Msisdn} (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void CodeSent(this ILogger logger, string msisdn, string campaign, string @operator);

    [LoggerMessage(1802, LogLevel.Information, "{Msisdn} verified (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void Verified(this ILogger logger, string msisdn, string campaign, string @operator);

    [LoggerMessage(1803, LogLevel.Information, "{Operation} refused: {Code} (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void Refused(this ILogger logger, string operation, string code, string campaign, string @operator);

    [LoggerMessage(1838, LogLevel.Information, "{Operation} refused: forged_request, {Cause} (campaign \"{Campaign}\").")]
    public static partial void Forged(this ILogger logger, string operation, string cause, string campaign);

    [LoggerMessage(1804, LogLevel.Critical, "Offer18 does not accept ApiKey, AffiliateId or AdvertiserId: nobody can be verified (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void CredentialsRejected(this ILogger logger, string campaign, string @operator);

    [LoggerMessage(1809, LogLevel.Error, "The site's own IOffer18OtpClient threw {ExceptionType} (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void ClientThrew(this ILogger logger, string exceptionType, string campaign, string @operator);

    [LoggerMessage(1805, LogLevel.Error, "A store or a guard failed.")]
    public static partial void StoreFailed(this ILogger logger, Exception exception);

    [LoggerMessage(
        1816,
        LogLevel.Warning,
        "The site's stores may be shared by several nodes, but {Inside} are kept inside this process. With more than one node, a code can be verified only on the node that has its challenge, and each node counts its limits separately. Use AddRedisStores, or your own {Contract} with atomic operations. An IDistributedCache has no atomic operations.")]
    public static partial void LimitsNotShared(this ILogger logger, string inside, string contract);

    [LoggerMessage(1807, LogLevel.Warning, "An IAuthorizationMiddlewareResultHandler was registered after AddOffer18Otp. Unless it wraps ours, unverified visitors are not sent to the verification page. Register it before AddOffer18Otp.")]
    public static partial void ResultHandlerReplaced(this ILogger logger);

    [LoggerMessage(1808, LogLevel.Warning, "The verification page {VerificationPath} is gated itself: put [AllowAnonymous] on it (campaign \"{Campaign}\").")]
    public static partial void VerificationPathGated(this ILogger logger, string verificationPath, string campaign);

    [LoggerMessage(1806, LogLevel.Information, "The gate is closed to this request: {Code} (campaign \"{Campaign}\").")]
    public static partial void GateClosed(this ILogger logger, string code, string campaign);

    [LoggerMessage(1811, LogLevel.Warning, "A call to Offer18 ({Operation}) brought no usable answer: {Reason} (HTTP {Status}, {Delivery}, campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void CallFailed(
        this ILogger logger, string operation, string? reason, int? status, string delivery, string campaign, string @operator);

    [LoggerMessage(1812, LogLevel.Error, "Offer18's answer cannot be understood: {Reason} ({Operation}, HTTP {Status}, campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void AnswerUnrecognised(this ILogger logger, string reason, string operation, int? status, string campaign, string @operator);

    [LoggerMessage(
        1813,
        LogLevel.Warning,
        "A partner's error text is not mapped to an error code: \"{Text}\" (in {Place}, {Operation}, HTTP {Status}, campaign \"{Campaign}\", operator \"{Operator}\"). {Advice}")]
    public static partial void TextUnmapped(
        this ILogger logger, string text, string place, string operation, int? status, string campaign, string @operator, string advice);

    [LoggerMessage(1814, LogLevel.Error, "Offer18 does not answer. For {Seconds} s calls fail at once, so that no visitor waits (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void BreakerOpened(this ILogger logger, double seconds, string campaign, string @operator);

    [LoggerMessage(1815, LogLevel.Information, "Offer18 answers again (campaign \"{Campaign}\", operator \"{Operator}\").")]
    public static partial void BreakerClosed(this ILogger logger, string campaign, string @operator);

    [LoggerMessage(
        1830,
        LogLevel.Warning,
        "The browser uses HTTPS, but this site sees HTTP: a proxy's headers are not read. So the cookie is not Secure, and has no __Host- prefix. Call app.UseForwardedHeaders() first, with the proxy among KnownProxies or KnownIPNetworks, or set ASPNETCORE_FORWARDEDHEADERS_ENABLED=true (docs/behind-a-proxy.md).")]
    public static partial void SchemeNotForwarded(this ILogger logger);

    [LoggerMessage(
        1831,
        LogLevel.Warning,
        "A page's <offer18-otp-verification> names a campaign that is not mapped: a name of {Length} characters. Mapped: {Campaigns}. Correct its attribute \"campaign\", or call builder.Services.AddOffer18Otp(name, ...) and app.MapOffer18Otp(name, prefix).")]
    public static partial void ElementNamesUnknownCampaign(this ILogger logger, int length, string campaigns);

    [LoggerMessage(
        1832,
        LogLevel.Warning,
        "A circuit made the page {Page} without asking its gate first. The page has asked the gate itself, and stays closed. If Routes.razor has RouteView, use AuthorizeRouteView in its place (docs/gate.md).")]
    public static partial void RouterAsksNoGate(this ILogger logger, string page);

    [LoggerMessage(
        1833,
        LogLevel.Warning,
        "The gate sends visitors to {VerificationPath}, and no endpoint has this address (campaign \"{Campaign}\"). Call app.MapOffer18OtpPage(), put the component on a page with this address, or set VerificationPath.")]
    public static partial void NoVerificationPage(this ILogger logger, string verificationPath, string campaign);

    [LoggerMessage(
        1834,
        LogLevel.Warning,
        "A page has the component twice for campaign \"{Campaign}\". Both share their ids, so only the first one works well.")]
    public static partial void ComponentTwice(this ILogger logger, string campaign);

    [LoggerMessage(
        1835,
        LogLevel.Warning,
        "{Page} works only if the server renders it. If App.razor gives <Routes> a WebAssembly or Auto render mode, the browser's router replaces the page with \"Not Found\". Add @attribute [ExcludeFromInteractiveRouting] to the page, and in App.razor write <Routes @rendermode=\"Mode\" /> with IComponentRenderMode? Mode => HttpContext.AcceptsInteractiveRouting() ? … : null (docs/getting-started.md).")]
    public static partial void PageNeedsServer(this ILogger logger, string page);

    [LoggerMessage(
        1836,
        LogLevel.Warning,
        "An IComponentActivator was registered after AddOffer18Otp. Unless it wraps ours, a circuit's router with RouteView shows gated pages to everybody. Register it before AddOffer18Otp.")]
    public static partial void ComponentActivatorReplaced(this ILogger logger);

    [LoggerMessage(
        1837,
        LogLevel.Error,
        "A gate names campaign \"{Campaign}\", which was not added. It stays closed to everybody. Call builder.Services.AddOffer18Otp(\"{Campaign}\", ...), or correct the name.")]
    public static partial void GateNamesUnknownCampaign(this ILogger logger, string campaign);

    [LoggerMessage(
        1839,
        LogLevel.Warning,
        "Codes of {Digits} digits are taken, which have fewer than 20 bits (OWASP ASVS 5.0.0, V6.5.4): they are easier to guess than codes of six. If your partner sends at least six digits, set CodeLength:Min to 6; if not, ask for six (campaign \"{Campaign}\").")]
    public static partial void ShortCodesTaken(this ILogger logger, int digits, string campaign);

    [LoggerMessage(1840, LogLevel.Information, "{Operation}: the limit by {Limit} is reached ({Mode}, campaign \"{Campaign}\").")]
    public static partial void LimitReached(this ILogger logger, string operation, string limit, string mode, string campaign);

    [LoggerMessage(
        1841,
        LogLevel.Warning,
        "{Count} codes to {Limit} {Name} were not entered by anybody: no more are sent there for a while (campaign \"{Campaign}\"). See docs/limits.md.")]
    public static partial void GuardClosed(this ILogger logger, string limit, string name, int count, string campaign);

    [LoggerMessage(1842, LogLevel.Warning, "Codes are sent to {Limit} {Name} again (campaign \"{Campaign}\").")]
    public static partial void GuardOpened(this ILogger logger, string limit, string name, string campaign);

    [LoggerMessage(1843, LogLevel.Warning, "{Operation}: {Msisdn} is one of Limits:TestNumbers. Nothing was sent, and Offer18 was not called (campaign \"{Campaign}\").")]
    public static partial void TestNumberUsed(this ILogger logger, string operation, string msisdn, string campaign);

    [LoggerMessage(1844, LogLevel.Warning, "Limits:TestNumbers:{Index} ends in {Days} days. Whoever knows its code is verified until then: end it when the review is over (campaign \"{Campaign}\").")]
    public static partial void TestNumberEndsLate(this ILogger logger, int index, int days, string campaign);

    [LoggerMessage(
        1845,
        LogLevel.Information,
        "What stands against numbers and addresses is kept by a digest whose key is ApiKey: another ApiKey forgets it. DigestKeys gives it a key of its own (campaign \"{Campaign}\", docs/limits.md).")]
    public static partial void DigestsKeyedByApiKey(this ILogger logger, string campaign);

    [LoggerMessage(1846, LogLevel.Information, "The operator has taken away what stood against {Msisdn} (campaign \"{Campaign}\").")]
    public static partial void NumberReleased(this ILogger logger, string msisdn, string campaign);

    [LoggerMessage(1847, LogLevel.Warning, "The operator has closed prefix {Prefix} for a day (campaign \"{Campaign}\").")]
    public static partial void PrefixClosedByHand(this ILogger logger, string prefix, string campaign);

    [LoggerMessage(1849, LogLevel.Warning, "The landing parameter {Name} is left out where it has more than {Longest} characters, or all together have too many (campaign \"{Campaign}\"). This is said once.")]
    public static partial void LandingParameterTooLong(this ILogger logger, string name, int longest, string campaign);

    [LoggerMessage(1852, LogLevel.Warning, "Postback \"{Postback}\" is not taken: {Cause}. It is tried again with growing waits (campaign \"{Campaign}\").")]
    public static partial void PostbackNotTaken(this ILogger logger, string postback, string cause, string campaign);

    [LoggerMessage(1853, LogLevel.Information, "Postback \"{Postback}\" is taken again (campaign \"{Campaign}\").")]
    public static partial void PostbackTaken(this ILogger logger, string postback, string campaign);

    [LoggerMessage(1854, LogLevel.Error, "Postback \"{Postback}\" of event {EventId} is set aside: {Cause} (campaign \"{Campaign}\").")]
    public static partial void PostbackSetAside(this ILogger logger, string postback, string eventId, string cause, string campaign);

    [LoggerMessage(1855, LogLevel.Error, "The site ends with {Count} postbacks in memory that their receivers have not taken. They are lost.")]
    public static partial void PostbacksLost(this ILogger logger, int count);

    [LoggerMessage(1856, LogLevel.Error, "The terms of a page cannot be kept as evidence: {Cause} (campaign \"{Campaign}\"). This is said once.")]
    public static partial void TermsNotSealed(this ILogger logger, string cause, string campaign);

    [LoggerMessage(1851, LogLevel.Error, "The site's handler of {Event} has failed: {Cause} (campaign \"{Campaign}\").")]
    public static partial void EventHandlerFailed(this ILogger logger, string @event, string cause, string campaign);

    [LoggerMessage(1850, LogLevel.Warning, "Visitors are asked to confirm, and nothing says what: a page of this campaign has no ConsentContent, and no text \"terms\" (campaign \"{Campaign}\"). This is said once.")]
    public static partial void ConfirmsWithoutTerms(this ILogger logger, string campaign);

    [LoggerMessage(1848, LogLevel.Warning, "The operator has opened prefix {Prefix} (campaign \"{Campaign}\").")]
    public static partial void PrefixOpenedByHand(this ILogger logger, string prefix, string campaign);
}
