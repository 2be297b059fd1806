using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Reads numbers: <see cref="TypedNumber"/> finds the digits, libphonenumber the country code, and each country's <see cref="NumberPlan"/>
/// says whether the number is one of its mobile numbers.
/// </summary>
internal sealed class MsisdnParser : IMsisdnParser
{
    private const string AllCountries = "*";

    /// <summary>libphonenumber's country of the codes that belong to none, such as those of satellites.</summary>
    private const string NoCountry = "001";

    private readonly PhoneNumberUtil _numbers = PhoneNumberUtil.GetInstance();

    public Msisdn? Parse(string? text, IEnumerable<string> allowedCountries, string? defaultCountry)
    {
        if (TypedNumber.Read(text) is not { } typed)
        {
            return null;
        }

        var allowed = allowedCountries.ToHashSet(StringComparer.Ordinal);
        var home = defaultCountry ?? (!allowed.Contains(AllCountries) && allowed.Where(IsCountry).ToArray() is [var only] ? only : null);
        var owners = Readings(typed, home).SelectMany(reading => Owners(reading, home)).ToArray();

        // No guess is made where the digits are a known mobile number, even if its country is not allowed.
        var isKnown = owners.Any(owner => owner.IsKnown);
        return owners.FirstOrDefault(owner => owner.IsKnown == isKnown && IsAllowed(owner.Number.Country))?.Number;

        bool IsAllowed(string country) => allowed.Contains(country) || IsCountry(country) && allowed.Contains(AllCountries);
    }

    // Others are named by their code, such as "+881".
    private static bool IsCountry(string name) => name is [>= 'A' and <= 'Z', ..];

    // What the digits can be, the likeliest first.
    private IEnumerable<PhoneNumber> Readings(TypedNumber typed, string? home)
    {
        var bare = typed.Digits.TrimStart('0');
        var zeros = typed.Digits.Length - bare.Length;
        if (zeros >= 2 || zeros == 0 && typed.HasPlus)
        {
            if (Read("+" + bare, null) is { } international)
            {
                yield return international;
                if (typed.HasPlus)
                {
                    yield break;
                }
            }
        }

        // A plus before what is no country code was a slip. And "00" is not the international prefix of every country.
        if (home is not null && Read(typed.Digits, home) is { } national)
        {
            yield return national;
        }

        // Numbers with a country code but without "+" are common: Offer18 and its partners write them this way.
        if (zeros == 0 && Read("+" + bare, null) is { } unmarked)
        {
            yield return unmarked;
        }
    }

    // The countries whose mobile number it is or may be. With a country code that several countries share, that can be more than one.
    private IEnumerable<Owner> Owners(PhoneNumber number, string? home)
    {
        var national = NumberPlans.Normalize(number.CountryCode, _numbers.GetNationalSignificantNumber(number));
        var countries = NumberPlans.Alike(number.CountryCode, national).SelectMany(_numbers.GetRegionCodesForCountryCode).ToArray();
        if (countries is [NoCountry])
        {
            return _numbers.IsPossibleNumber(number) ? [new(new($"{number.CountryCode}{national}", $"+{number.CountryCode}"), IsKnown: true)] : [];
        }

        var plans = countries.Select(NumberPlan.Of).Select(plan => (Plan: plan, Verdict: plan.Judge(national))).ToArray();
        var use = plans.Max(plan => plan.Verdict.Use);
        if (use is NumberUse.None or NumberUse.Other)
        {
            return [];
        }

        // An unknown range belongs to the plan that has ranges nearest to it.
        var nearest = plans.Max(plan => plan.Verdict.Leading);
        return plans
            .Where(plan => plan.Verdict.Use == use && (use == NumberUse.Mobile || plan.Verdict.Leading == nearest))
            .Select(plan => plan.Plan)
            .Where(plan => IsStable(plan.CallingCode, national))
            .OrderByDescending(plan => plan.Country == home)
            .Select(plan => new Owner(new($"{plan.CallingCode}{national}", plan.Country), use == NumberUse.Mobile));
    }

    // The number is checked as it will be sent: whoever reads it next must find no trunk prefix in it.
    private bool IsStable(int callingCode, string national) => Read($"+{callingCode}{national}", null) is { } read
        && read.CountryCode == callingCode
        && _numbers.GetNationalSignificantNumber(read) == national;

    private PhoneNumber? Read(string text, string? country)
    {
        try
        {
            return _numbers.Parse(NumberPlans.ForReading(text, country), country);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private sealed record Owner(Msisdn Number, bool IsKnown);
}
