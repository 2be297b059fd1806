namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>Finds the texts of an error: <c>error.{name}.title</c> and <c>error.{name}.detail</c>.</summary>
internal static class OtpErrorText
{
    /// <summary>The name for a campaign that its owner has paused. To say that Offer18 cannot be reached would not be true.</summary>
    public const string Paused = "paused";

    /// <summary>The name for a breaker that is open, before a visitor has done anything. An error says it otherwise.</summary>
    public const string Unreachable = "unreachable";

    /// <param name="code">One of <see cref="OtpErrorCodes"/>.</param>
    /// <param name="isPaused">Whether the cause is that the campaign is paused.</param>
    public static string NameOf(string code, bool isPaused) => isPaused ? Paused : code;
}
