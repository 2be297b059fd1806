using System.Globalization;
using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Limits;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>Checks the section <c>Limits</c>. A message names the setting and never shows its value.</summary>
internal static class OtpLimitOptionsValidator
{
    private const int Thousand = 1_000;
    private const int Million = 1_000_000;

    private const string Section = "Limits:";

    /// <summary>What is said of a name in <see cref="OtpLimitOptions.Modes"/> that is no kind of limit.</summary>
    public static string UnknownKind { get; } = $"{Section}Modes must have no other names than {string.Join(", ", Enum.GetNames<OtpLimitKind>())}.";

    public static IEnumerable<string> Failures(Offer18OtpOptions options) =>
        Modes(options.Limits).Concat(Numbers(options.Limits)).Concat(Lists(options.Limits)).Concat(TestNumbers(options)).Select(failure => Section + failure);

    private static IEnumerable<string> Modes(OtpLimitOptions limits)
    {
        if (!Enum.IsDefined(limits.Mode))
        {
            yield return "Mode must be Off, Record or Enforce.";
        }

        if (limits.Modes.Keys.Any(kind => !Enum.IsDefined(kind)))
        {
            yield return UnknownKind[Section.Length..];
        }

        foreach (var (kind, _) in limits.Modes.Where(mode => Enum.IsDefined(mode.Key) && !Enum.IsDefined(mode.Value)))
        {
            yield return $"Modes:{kind} must be Off, Record or Enforce.";
        }
    }

    private static IEnumerable<string> Numbers(OtpLimitOptions limits)
    {
        IEnumerable<(string Setting, int? Value, int Least, int Most)> settings =
        [
            (nameof(limits.MaxSendsPerBrowser), limits.MaxSendsPerBrowser, 1, Thousand),
            (nameof(limits.MaxSendsPerAddress), limits.MaxSendsPerAddress, 1, Million),
            (nameof(limits.MaxSendsPerHour), limits.MaxSendsPerHour, 1, int.MaxValue),
            (nameof(limits.MaxSendsPerDay), limits.MaxSendsPerDay, 1, Thousand),
            (nameof(limits.MaxUnverifiedPerPrefix), limits.MaxUnverifiedPerPrefix, 1, Million),
            (nameof(limits.MaxUnverifiedPerAddress), limits.MaxUnverifiedPerAddress, 1, Million),
            (nameof(limits.MaxUnverifiedPerCountry), limits.MaxUnverifiedPerCountry, 10, 10 * Million),
            (nameof(limits.MaxWrongCodesPerBrowser), limits.MaxWrongCodesPerBrowser, 1, Thousand),
            (nameof(limits.MaxWrongCodesPerAddress), limits.MaxWrongCodesPerAddress, 1, Million),
            (nameof(limits.MaxWrongCodes), limits.MaxWrongCodes, 1, int.MaxValue),
            (nameof(limits.MaxEntries), limits.MaxEntries, Thousand, int.MaxValue),
        ];
        return settings.Where(setting => setting.Value < setting.Least || setting.Value > setting.Most).Select(setting =>
            $"{setting.Setting} must be {Written(setting.Least)} {(setting.Most == int.MaxValue ? "or more" : $"to {Written(setting.Most)}")}.");
    }

    private static IEnumerable<string> TestNumbers(Offer18OtpOptions options)
    {
        foreach (var (i, number) in options.Limits.TestNumbers.Index())
        {
            var msisdn = number.Msisdn.StartsWith('+') ? new MsisdnParser().Parse(number.Msisdn, options.AllowedCountries, null) : null;
            if (msisdn is null)
            {
                yield return $"TestNumbers:{i}:Msisdn must be a possible mobile number of an allowed country, with + and the country code.";
            }

            var length = (msisdn is null ? null : OtpOperators.Find(options, msisdn.Digits, msisdn.Country))?.CodeLength ?? options.CodeLength;
            if (number.Code.Length == 0 || OtpCode.Parse(number.Code, length) != number.Code)
            {
                yield return $"TestNumbers:{i}:Code must be digits, as many as CodeLength allows.";
            }

            if (number.EndsAt == default)
            {
                yield return $"TestNumbers:{i}:EndsAt must be set.";
            }
        }
    }

    private static string Written(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lists(OtpLimitOptions limits) =>
        Items(nameof(limits.AlwaysAllow), limits.AlwaysAllow).Concat(Items(nameof(limits.NeverAllow), limits.NeverAllow));

    private static IEnumerable<string> Items(string list, IList<string> items) => items.Index()
        .Where(item => !AllowLists.IsItem(item.Item))
        .Select(item => $"{list}:{item.Index} must be a number or its beginning with + and the country code, a country (ISO 3166-1 alpha-2, in capitals), an address, or a network such as 203.0.113.0/24.");
}
