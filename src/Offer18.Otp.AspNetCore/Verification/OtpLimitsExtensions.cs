using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

internal static class OtpLimitsExtensions
{
    // A lease must outlive the call that it covers, by what it takes to note how the call ended.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(10);

    public static OtpLimits Limits(this Offer18OtpOptions options) => new()
    {
        CodeLifetime = options.CodeLifetime,
        MaxAttempts = options.MaxAttempts,
        ResendCooldown = options.ResendCooldown,
        MaxSends = options.MaxSendsPerMsisdn,
        SendWindow = options.SendWindow,
        LeaseTime = options.Timeout + LeaseMargin,
    };

    // A click id has some dozens of characters; an address that grows too long is refused by whoever stands before Offer18.
    private const int MaxParameterLength = 256;

    /// <summary>Of the parameters that a browser sent, those that the site allows; over-long ones are left out.</summary>
    public static Dictionary<string, string>? Allowed(this Offer18OtpOptions options, IReadOnlyDictionary<string, string>? parameters) =>
        parameters?.Where(p => options.AllowedParameters.Contains(p.Key) && p.Value.Length <= MaxParameterLength).ToDictionary(StringComparer.Ordinal);
}
