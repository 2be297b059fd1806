using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.Simulator.Wire;

/// <summary>Writes the text message in the language that the caller asked for, if the simulator knows it.</summary>
internal sealed class SmsWriter(IStringLocalizer<SimulatorText> text)
{
    public string Write(string code, TimeSpan lifetime, string? language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureOf(language) ?? before;

        try
        {
            return text["Sms", code, (int)Math.Ceiling(lifetime.TotalMinutes)];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

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
