using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

internal static class OtpLimitsExtensions
{
    // A lease must last longer than the call that it covers: saving how the call ended also takes time.
    private static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(10);

    /// <summary>What a campaign's options allow a number.</summary>
    /// <param name="options">The campaign's options.</param>
    /// <param name="ticket">What the browser holds. If it has proved the number before, it has counts of its own.</param>
    public static OtpLimits NumberLimits(this Offer18OtpOptions options, OtpTicket ticket) =>
        options.NumberLimits(hasProvedNumber: ticket.MsisdnDigest is { } number && ticket.HasProved(number));

    public static OtpLimits NumberLimits(this Offer18OtpOptions options, bool hasProvedNumber = false) => new()
    {
        CodeLifetime = options.CodeLifetime,
        MaxAttempts = options.MaxAttempts,
        ResendCooldown = options.ResendCooldown,
        MaxSends = options.MaxSendsPerMsisdn,
        SendWindow = options.SendWindow,
        LeaseTime = LongestTimeout(options) + LeaseMargin,
        HasProvedNumber = hasProvedNumber,
    };

    // An operator may have one of its own.
    private static TimeSpan LongestTimeout(Offer18OtpOptions options)
    {
        var longest = options.Timeout;
        foreach (var one in options.Operators)
        {
            longest = one.Timeout > longest ? one.Timeout.Value : longest;
        }

        return longest;
    }
}
