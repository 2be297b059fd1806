using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>Finds a number's operator among those of a campaign.</summary>
internal static class OtpOperators
{
    // Options that have changed are another instance.
    private static readonly ConditionalWeakTable<Offer18OtpOptions, Found> Known = [];

    /// <summary>The operator that a number belongs to; null if it is none of the campaign's.</summary>
    /// <param name="settings">The campaign's settings.</param>
    /// <param name="digits">The number: digits with the country code.</param>
    /// <param name="country">The number's country; null if unknown.</param>
    public static OtpOperatorOptions? Find(Offer18OtpOptions settings, string digits, string? country) =>
        settings.Operators.Count == 0 ? null : Known.GetValue(settings, static settings => new(settings)).Find(digits, country);

    /// <summary>How many digits a code of the operator may have. Of an operator that there is not, or no longer: those of the campaign.</summary>
    public static OtpCodeLength CodeLengthOf(Offer18OtpOptions settings, string? operatorName) =>
        settings.FindOperator(operatorName)?.CodeLength ?? settings.CodeLength;

    /// <summary>How many digits a code may have while nobody knows whose it is.</summary>
    public static OtpCodeLength CodeLengthOfAny(Offer18OtpOptions settings)
    {
        if (settings.Operators.Count == 0)
        {
            return settings.CodeLength;
        }

        var ofOperators = settings.Operators.Select(one => one.CodeLength).OfType<OtpCodeLength>();
        // The campaign's own counts for whoever has no other.
        var lengths = settings.OperatorsAreComplete && settings.Operators.All(one => one.CodeLength is not null) ? [.. ofOperators] : ofOperators.Append(settings.CodeLength).ToArray();
        return new() { Min = lengths.Min(length => length.Min), Max = lengths.Max(length => length.Max) };
    }

    /// <summary>The digits of a prefix; null if it is none.</summary>
    public static string? DigitsOf(string prefix)
    {
        var digits = prefix.Trim();
        digits = (digits.StartsWith('+') ? digits[1..] : digits).Replace(" ", "", StringComparison.Ordinal);
        return digits.Length is > 0 and <= Found.MostDigits && digits[0] != '0' && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    private sealed class Found
    {
        /// <summary>A number has no more (E.164).</summary>
        public const int MostDigits = 15;

        private readonly FrozenDictionary<string, OtpOperatorOptions>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;
        private readonly FrozenDictionary<string, OtpOperatorOptions> _byCountry;

        public Found(Offer18OtpOptions settings)
        {
            _byPrefix = By(one => one.Prefixes.Select(DigitsOf).OfType<string>()).GetAlternateLookup<ReadOnlySpan<char>>();
            _byCountry = By(one => one.Countries);

            FrozenDictionary<string, OtpOperatorOptions> By(Func<OtpOperatorOptions, IEnumerable<string>> keys) => settings.Operators
                .SelectMany(keys, KeyValuePair.Create<OtpOperatorOptions, string>)
                .ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        }

        public OtpOperatorOptions? Find(string digits, string? country)
        {
            for (var length = Math.Min(digits.Length, MostDigits); length > 0; length--)
            {
                if (_byPrefix.TryGetValue(digits.AsSpan(0, length), out var one))
                {
                    return one;
                }
            }

            return country is null ? null : _byCountry.GetValueOrDefault(country);
        }
    }
}
