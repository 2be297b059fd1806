namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>The words for limits in the log and in metrics.</summary>
internal static class LimitWords
{
    public static string Word(this OtpLimitKind kind) => kind.ToString().ToLowerInvariant();

    public static string Word(this OtpLimitMode mode) => mode.ToString().ToLowerInvariant();
}
