using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore;

/// <summary>Checks a campaign's options. A message names the setting and never shows its value, which may be a key in the wrong place.</summary>
internal sealed partial class Offer18OtpOptionsValidator : IValidateOptions<Offer18OtpOptions>
{
    private const int ShortestDigestKey = 16;

    /// <summary>Where a campaign's settings are, as the messages begin.</summary>
    public static string PlaceOf(string? campaign) =>
        string.IsNullOrEmpty(campaign) ? Offer18OtpOptions.SectionName : $"{Offer18OtpOptions.SectionName} (campaign \"{campaign}\")";

    /// <summary>What is wrong with a length of codes; null if nothing is.</summary>
    public static string? CodeLength(OtpCodeLength length) =>
        length is { Min: >= 4, Max: <= 8 } && length.Min <= length.Max ? null : "CodeLength must lie between 4 and 8 digits, Min not above Max.";

    public ValidateOptionsResult Validate(string? name, Offer18OtpOptions options)
    {
        var place = PlaceOf(name);
        var failures = Offer18ClientOptionsValidator.Failures(options)
            .Concat(Countries(options))
            .Concat(Limits(options))
            .Concat(OtpLimitOptionsValidator.Failures(options))
            .Concat(OtpOperatorOptionsValidator.Failures(options))
            .Concat(OtpPostbackOptionsValidator.Failures(options))
            .Concat(Site(options))
            .Select(failure => $"{place}: {failure}")
            .ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Countries(Offer18OtpOptions options)
    {
        var known = PhoneNumberUtil.GetInstance().GetSupportedRegions();
        var networks = PhoneNumberUtil.GetInstance().GetSupportedGlobalNetworkCallingCodes().Order().Select(code => $"+{code}").ToArray();
        if (options.AllowedCountries.Count == 0)
        {
            yield return "AllowedCountries must name the countries whose numbers are taken, or * for all.";
        }

        foreach (var (i, country) in options.AllowedCountries.Index().Where(c => c.Item != "*" && !known.Contains(c.Item) && !networks.Contains(c.Item)))
        {
            yield return country.StartsWith('+')
                ? $"AllowedCountries:{i} is not one of the codes that belong to no country: {string.Join(", ", networks)}."
                : $"AllowedCountries:{i} is no ISO 3166-1 alpha-2 code in capitals.";
        }

        if (options.DefaultCountry is { } home)
        {
            if (!known.Contains(home))
            {
                yield return "DefaultCountry is no ISO 3166-1 alpha-2 code in capitals.";
            }
            else if (!options.AllowedCountries.Contains(home) && !options.AllowedCountries.Contains("*"))
            {
                yield return "DefaultCountry is a country that AllowedCountries does not contain.";
            }
        }

        if (options.CountryHeader is { } header && !HeaderName().IsMatch(header))
        {
            yield return "CountryHeader is no name of a header.";
        }

        if (options.ArgentinaMobilePrefix is not (549 or 54))
        {
            yield return "ArgentinaMobilePrefix must be 549 or 54.";
        }
    }

    private static IEnumerable<string> Limits(Offer18OtpOptions options)
    {
        if (CodeLength(options.CodeLength) is { } failure)
        {
            yield return failure;
        }

        if (options.CodeLifetime <= TimeSpan.Zero || options.CodeLifetime > TimeSpan.FromMinutes(10))
        {
            yield return "CodeLifetime must be more than 0 and at most 10 minutes.";
        }

        if (options.MaxAttempts is < 1 or > 10)
        {
            yield return "MaxAttempts must be 1 to 10.";
        }

        if (options.ResendCooldown < TimeSpan.FromSeconds(1) || options.ResendCooldown > TimeSpan.FromMinutes(10))
        {
            yield return "ResendCooldown must be 1 second to 10 minutes.";
        }

        if (options.MaxSendsPerMsisdn is < 1 or > 100)
        {
            yield return "MaxSendsPerMsisdn must be 1 to 100.";
        }

        if (options.SendWindow < TimeSpan.FromMinutes(1) || options.SendWindow > TimeSpan.FromDays(1))
        {
            yield return "SendWindow must be 1 minute to 1 day.";
        }

        foreach (var (i, key) in options.DigestKeys.Index())
        {
            // The older ones may be a former API key.
            if (i == 0 && key.Trim().Length < ShortestDigestKey)
            {
                yield return $"DigestKeys:{i} must have at least {ShortestDigestKey} characters.";
            }
            else if (string.IsNullOrWhiteSpace(key))
            {
                yield return $"DigestKeys:{i} must not be empty.";
            }
            else if (options.DigestKeys.IndexOf(key) < i)
            {
                yield return $"DigestKeys:{i} must not be one of the keys before it.";
            }
        }

        if (options.VerifiedLifetime <= TimeSpan.Zero || options.VerifiedLifetime > Offer18OtpOptions.LongestVerifiedLifetime)
        {
            yield return "VerifiedLifetime must be more than 0 and at most 30 days.";
        }
    }

    private static IEnumerable<string> Site(Offer18OtpOptions options)
    {
        if (!LocalUrl.IsLocal(options.VerificationPath) || options.VerificationPath.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            yield return "VerificationPath must be a local path that begins with a single slash, without query or fragment.";
        }

        if (options.CookieName is { } cookie && (!CookieName().IsMatch(cookie) || cookie.StartsWith("__", StringComparison.Ordinal)))
        {
            yield return "CookieName must be 1 to 64 letters, digits, hyphens, underscores and dots, and must not begin with two underscores.";
        }

        for (var i = 0; i < options.AllowedOrigins.Count; i++)
        {
            if (!Uri.TryCreate(options.AllowedOrigins[i], UriKind.Absolute, out var origin)
                || !origin.GetLeftPart(UriPartial.Authority).Equals(options.AllowedOrigins[i], StringComparison.OrdinalIgnoreCase)
                || origin.Scheme != Uri.UriSchemeHttp && origin.Scheme != Uri.UriSchemeHttps)
            {
                yield return $"AllowedOrigins:{i} must be a scheme and a host, and a port if it is not the scheme's own, such as https://www.example.com.";
            }
        }

        foreach (var parameter in options.AllowedParameters.Where(WireParameters.IsReserved))
        {
            yield return $"AllowedParameters must not contain {parameter}: the client sends it itself.";
        }

        foreach (var (name, wireName) in options.LandingParameters)
        {
            if (string.IsNullOrWhiteSpace(wireName))
            {
                yield return $"LandingParameters:{name} must say its name on the wire.";
            }
            else if (WireParameters.IsReserved(wireName))
            {
                yield return $"LandingParameters:{name} must not be {wireName}: the client sends it itself.";
            }
        }

        foreach (var wireName in options.LandingParameters.Values.CountBy(wireName => wireName).Where(count => count.Value > 1).Select(count => count.Key))
        {
            yield return $"LandingParameters must not have {wireName} twice.";
        }

        foreach (var (setting, wireName) in options.VisitorParameters.Names.Where(name => name.Name is { } wireName && WireParameters.IsReserved(wireName)))
        {
            yield return $"VisitorParameters:{setting} must not be {wireName}: the client sends it itself.";
        }
    }

    // A token of RFC 9110, 5.6.2.
    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]+\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex CookieName();
}
