using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Reads a campaign's settings from its section. A value that has the wrong type stops the host with the setting's name alone: it may be a key
/// in the wrong place, and the binder's own exceptions print it.
/// </summary>
internal static class OtpSettings
{
    private static readonly (Type Type, string Words)[] Kinds =
    [
        (typeof(int), "a whole number"),
        (typeof(TimeSpan), "a time such as 00:00:30"),
        (typeof(bool), "true or false"),
        (typeof(ParameterPlacement), "Query or Form"),
        (typeof(Uri), "an absolute HTTP address"),
        (typeof(DateTimeOffset), "a time such as 2026-12-31T23:59:59Z"),
        (typeof(OtpLimitMode), "Off, Record or Enforce"),
        (typeof(OtpAttribution), "First or Last"),
        (typeof(OtpPostbackEvent), "Verified, Sent, Refused or Revoked"),
    ];

    // A number may be written with spaces.
    private static readonly char[] Commas = [',', ';'];

    /// <exception cref="OptionsValidationException">A value has the wrong type.</exception>
    public static void Read(Offer18OtpOptions options, IConfiguration section, string campaign)
    {
        try
        {
            section.Bind(options);
        }
        // Not kept as the inner exception, which has the value.
        catch (InvalidOperationException exception)
        {
            if (exception.Message.Contains($" to type '{typeof(OtpLimitKind)}'", StringComparison.Ordinal))
            {
                throw Failure(campaign, OtpLimitOptionsValidator.UnknownKind);
            }

            var setting = SettingOf(section, exception.Message);
            var kind = Kinds.Where(kind => exception.Message.Contains($" to type '{kind.Type}'", StringComparison.Ordinal)).Select(kind => kind.Words).FirstOrDefault();
            throw Failure(campaign, $"{setting ?? "A setting"} must be {kind ?? "of another type"}.");
        }

        ReadShortForms(options, section);
        ReadParameters(options.AdditionalParameters, section.GetSection(nameof(options.AdditionalParameters)));
        ReadOperators(options, section.GetSection(nameof(options.Operators)), campaign);
    }

    private static OptionsValidationException Failure(string campaign, string failure) =>
        new(campaign, typeof(Offer18OtpOptions), [$"{Offer18OtpOptionsValidator.PlaceOf(campaign)}: {failure}"]);

    // The message names the place by its whole path, after the value.
    private static string? SettingOf(IConfiguration section, string message)
    {
        var prefix = section is IConfigurationSection { Path: var path } ? $"{path}:" : "";
        return section.AsEnumerable(makePathsRelative: true).Select(setting => setting.Key)
            .FirstOrDefault(setting => message.Contains($" at '{prefix}{setting}' to type", StringComparison.Ordinal));
    }

    // An environment variable holds one text, so lists and lengths can also be written as one text.
    private static void ReadShortForms(Offer18OtpOptions options, IConfiguration section)
    {
        ReadList(options.Limits.AlwaysAllow, section[$"{nameof(options.Limits)}:{nameof(OtpLimitOptions.AlwaysAllow)}"], Commas);
        ReadList(options.Limits.NeverAllow, section[$"{nameof(options.Limits)}:{nameof(OtpLimitOptions.NeverAllow)}"], Commas);
        ReadList(options.AllowedCountries, section[nameof(Offer18OtpOptions.AllowedCountries)]);
        ReadList(options.AllowedOrigins, section[nameof(Offer18OtpOptions.AllowedOrigins)]);
        ReadList(options.Vocabularies, section[nameof(Offer18OtpOptions.Vocabularies)]);

        if (section[nameof(Offer18OtpOptions.DigestKeys)] is { } digestKey)
        {
            options.DigestKeys.Add(digestKey);
        }

        // The binder takes an empty address for none, and keeps the default. The site's owner meant another one.
        if (section[nameof(Offer18OtpOptions.BaseAddress)] is "")
        {
            options.BaseAddress = new Uri("", UriKind.Relative);
        }

        options.CodeLength = LengthOf(section[nameof(Offer18OtpOptions.CodeLength)]) ?? options.CodeLength;
    }

    private static OtpCodeLength? LengthOf(string? text) =>
        text is { Length: > 0 } ? int.TryParse(text, CultureInfo.InvariantCulture, out var length) ? length : 0 : null;

    // The binder sees a dictionary, and passes over its properties. A text of the same name is an entry, which it has read.
    private static void ReadParameters(Offer18Parameters parameters, IConfigurationSection section)
    {
        Read(nameof(parameters.Generate), parameters.Generate);
        Read(nameof(parameters.Verify), parameters.Verify);

        void Read(string name, IDictionary<string, string> ofOneCall)
        {
            foreach (var parameter in section.GetSection(name).GetChildren())
            {
                ofOneCall[parameter.Key] = parameter.Value ?? "";
            }
        }
    }

    private static void ReadOperators(Offer18OtpOptions options, IConfigurationSection section, string campaign)
    {
        var sections = section.GetChildren().ToArray();
        // The binder leaves out a text in place of a section. Without its operator a number would be the campaign's.
        if (section.Value is { Length: > 0 } || sections.Any(one => one.Value is { Length: > 0 } && !one.GetChildren().Any()))
        {
            throw Failure(campaign, $"{nameof(options.Operators)} must be a list of sections, each with a Name.");
        }

        foreach (var (one, own) in options.Operators.TakeLast(sections.Length).Zip(sections))
        {
            ReadList(one.Prefixes, own[nameof(one.Prefixes)], Commas);
            ReadList(one.Countries, own[nameof(one.Countries)]);
            ReadList(one.Vocabularies, own[nameof(one.Vocabularies)]);
            one.CodeLength = LengthOf(own[nameof(one.CodeLength)]) ?? one.CodeLength;
            ReadParameters(one.AdditionalParameters, own.GetSection(nameof(one.AdditionalParameters)));
        }
    }

    private static void ReadList(IList<string> list, string? text, char[]? separators = null)
    {
        if (text is { Length: > 0 })
        {
            list.Clear();
            foreach (var item in text.Split(separators ?? [.. Commas, ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                list.Add(item);
            }
        }
    }
}
