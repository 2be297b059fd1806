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

        var allowed = allowedCountries as ICollection<string> ?? [.. allowedCountries];
        var home = defaultCountry ?? OnlyCountry(allowed);
        var isKnown = false;
        Msisdn? guess = null;
        foreach (var (written, number) in Readings(typed, home))
        {
            foreach (var owner in Owners(written, number, home))
            {
                var isAllowed = allowed.Contains(owner.Number.Country) || IsCountry(owner.Number.Country) && allowed.Contains(AllCountries);
                if (owner.IsKnown && isAllowed)
                {
                    return owner.Number;
                }

                isKnown |= owner.IsKnown;
                guess ??= isAllowed ? owner.Number : null;
            }
        }

        // No guess is made where the digits are a known mobile number, even if its country is not allowed.
        return isKnown ? null : guess;
    }

    // Others are named by their code, such as "+881".
    private static bool IsCountry(string name) => name is [>= 'A' and <= 'Z', ..];

    private static string? OnlyCountry(ICollection<string> allowed)
    {
        string? only = null;
        foreach (var name in allowed)
        {
            if (name == AllCountries || IsCountry(name) && only is not null && name != only)
            {
                return null;
            }

            only = IsCountry(name) ? name : only;
        }

        return only;
    }

    // What the digits can be, the likeliest first, each with the text that was read as it.
    private IEnumerable<(string Written, PhoneNumber Number)> Readings(TypedNumber typed, string? home)
    {
        var bare = typed.Digits.TrimStart('0');
        var zeros = typed.Digits.Length - bare.Length;
        if (zeros >= 2 || zeros == 0 && typed.HasPlus)
        {
            if (Read("+" + bare, null) is { } international)
            {
                yield return ("+" + bare, international);
                if (typed.HasPlus)
                {
                    yield break;
                }
            }
        }

        // A plus before what is no country code was a slip. And "00" is not the international prefix of every country.
        if (home is not null && Read(typed.Digits, home) is { } national)
        {
            yield return (typed.Digits, national);
        }

        // Numbers with a country code but without "+" are common: Offer18 and its partners write them this way.
        if (zeros == 0 && Read("+" + bare, null) is { } unmarked)
        {
            yield return ("+" + bare, unmarked);
        }
    }

    // The countries whose mobile number it is or may be. With a country code that several countries share, that can be more than one.
    private List<Owner> Owners(string written, PhoneNumber number, string? home)
    {
        var read = _numbers.GetNationalSignificantNumber(number);
        var national = NumberPlans.Normalize(number.CountryCode, read);
        var wasReadAsSent = read == national && written == $"+{number.CountryCode}{national}";
        List<(NumberPlan Plan, NumberVerdict Verdict)> plans = [];
        var (use, nearest) = (NumberUse.None, 0);
        foreach (var callingCode in NumberPlans.Alike(number.CountryCode, national))
        {
            foreach (var country in _numbers.GetRegionCodesForCountryCode(callingCode))
            {
                if (country == NoCountry)
                {
                    return _numbers.IsPossibleNumber(number) ? [new(new($"{callingCode}{national}", $"+{callingCode}"), IsKnown: true)] : [];
                }

                var plan = NumberPlan.Of(country);
                var verdict = plan.Judge(national);
                plans.Add((plan, verdict));
                (use, nearest) = (verdict.Use > use ? verdict.Use : use, Math.Max(nearest, verdict.Leading));
            }
        }

        List<Owner> owners = [];
        foreach (var (plan, verdict) in plans)
        {
            // An unknown range belongs to the plan that has ranges nearest to it.
            var isOwner = verdict.Use == use && (use == NumberUse.Mobile || use == NumberUse.Unknown && verdict.Leading == nearest);
            if (isOwner && (wasReadAsSent && plan.CallingCode == number.CountryCode || IsStable(plan.CallingCode, national)))
            {
                owners.Insert(plan.Country == home ? 0 : owners.Count, new(new($"{plan.CallingCode}{national}", plan.Country), use == NumberUse.Mobile));
            }
        }

        return owners;
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

    private readonly record struct Owner(Msisdn Number, bool IsKnown);
}
