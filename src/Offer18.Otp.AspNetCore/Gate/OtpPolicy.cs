using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Writes a gate's campaign and <c>MaxAge</c> into a policy's name, and reads them from it.</summary>
internal static class OtpPolicy
{
    private const string Prefix = "Offer18.Otp:";

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is negative.</exception>
    public static string Name(string campaign, int maxAge)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentOutOfRangeException.ThrowIfNegative(maxAge);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{campaign}:{maxAge}");
    }

    public static bool TryRead(string name, [NotNullWhen(true)] out OtpVerifiedRequirement? requirement)
    {
        requirement = name.StartsWith(Prefix, StringComparison.Ordinal)
            && name[Prefix.Length..].Split(':') is [var campaign, var maxAge]
            && int.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
                ? new(campaign, minutes)
                : null;
        return requirement is not null;
    }
}
