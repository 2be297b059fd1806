using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Localization;
using Offer18.Otp.Simulator.Codes;

namespace Offer18.Otp.Simulator.Wire;

/// <summary>Writes the text message in the language that the caller asked for, if the simulator knows it.</summary>
internal sealed class SmsWriter(IStringLocalizer<SimulatorText> text)
{
    public SimulatedSms Write(PendingCode pending, TimeSpan lifetime, string? language, string? domain)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureOf(language) ?? before;

        try
        {
            string words = text["Sms", pending.Code, (int)Math.Ceiling(lifetime.TotalMinutes)];
            return new()
            {
                // Not a counter: a page that stays open over a restart would take new messages for old ones.
                Id = RandomNumberGenerator.GetHexString(16, lowercase: true),
                Msisdn = pending.Msisdn,
                Code = pending.Code,
                Text = IsDomain(domain) ? $"{words}\n@{domain} #{pending.Code}" : words,
                Language = text["language"],
                SentAt = pending.SentAt,
            };
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // What a browser takes for a domain. Anything else would only be one more line of text.
    private static bool IsDomain(string? domain) => Uri.CheckHostName(domain) is UriHostNameType.Dns or UriHostNameType.IPv4;

    private static CultureInfo? CultureOf(string? language)
    {
        if (string.IsNullOrEmpty(language))
        {
            return null;
        }

        try
        {
            return CultureInfo.GetCultureInfo(language, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }
}
