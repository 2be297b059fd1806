using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Client;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore;

/// <summary>Checks the operators of a campaign. A message names the setting and never shows its value.</summary>
internal static class OtpOperatorOptionsValidator
{
    private const string Section = "Operators";

    public static IEnumerable<string> Failures(Offer18OtpOptions options)
    {
        if (options is { OperatorsAreComplete: true, Operators.Count: 0 })
        {
            yield return $"OperatorsAreComplete must be false while {Section} is empty: nobody could be verified.";
        }

        foreach (var (i, one) in options.Operators.Index())
        {
            var before = options.Operators.Take(i).ToArray();
            foreach (var failure in Identity(one, before).Concat(Calls(one)))
            {
                yield return $"{Section}:{i}{failure}";
            }
        }
    }

    private static IEnumerable<string> Identity(OtpOperatorOptions one, OtpOperatorOptions[] before)
    {
        if (!OtpCampaign.IsName(one.Name))
        {
            yield return ":Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores.";
        }
        else if (before.Any(other => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return ":Name must not be that of an operator before it, not even in another case.";
        }

        if (one.Prefixes.Count == 0 && one.Countries.Count == 0)
        {
            yield return " must have Prefixes or Countries.";
        }

        foreach (var (i, prefix) in one.Prefixes.Index())
        {
            if (OtpOperators.DigitsOf(prefix) is not { } digits)
            {
                yield return $":Prefixes:{i} must be 1 to 15 digits, from the country code on, which never begins with 0.";
            }
            else if (before.Any(other => other.Prefixes.Select(OtpOperators.DigitsOf).Contains(digits)))
            {
                yield return $":Prefixes:{i} must not be a prefix of an operator before it.";
            }
        }

        var known = PhoneNumberUtil.GetInstance().GetSupportedRegions();
        foreach (var (i, country) in one.Countries.Index())
        {
            if (!known.Contains(country))
            {
                yield return $":Countries:{i} is no ISO 3166-1 alpha-2 code in capitals.";
            }
            else if (before.Any(other => other.Countries.Contains(country)))
            {
                yield return $":Countries:{i} must not be a country of an operator before it.";
            }
        }
    }

    private static IEnumerable<string> Calls(OtpOperatorOptions one)
    {
        var failures = Offer18ClientOptionsValidator.OfCalls(one.AdvertiserId, one.AdditionalParameters, one.Timeout, one.Vocabularies, one.ErrorCodes);
        return (one.CodeLength is { } length && Offer18OtpOptionsValidator.CodeLength(length) is { } failure ? failures.Prepend(failure) : failures)
            .Select(failure => $":{failure}");
    }
}
