using System.Collections.Concurrent;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// A country's numbers, from libphonenumber and <see cref="NumberPlans"/>. Operators get new ranges before any library knows them, and a
/// visitor who is turned away is lost. So a number of an unknown range passes if it is as long as a mobile number, unless it begins more
/// like the country's other numbers.
/// </summary>
internal sealed class NumberPlan
{
    private static readonly ConcurrentDictionary<string, NumberPlan> Plans = new(StringComparer.Ordinal);

    private readonly NumberPattern _mobile;
    private readonly NumberPattern _fixedLine;
    private readonly NumberPattern[] _services;

    private NumberPlan(PhoneMetadata metadata)
    {
        Country = metadata.Id;
        CallingCode = metadata.CountryCode;
        _mobile = Pattern(metadata.Mobile);
        _fixedLine = Pattern(metadata.FixedLine);
        _services =
        [
            Pattern(metadata.PremiumRate), Pattern(metadata.TollFree), Pattern(metadata.SharedCost), Pattern(metadata.Voip),
            Pattern(metadata.PersonalNumber), Pattern(metadata.Pager), Pattern(metadata.Uan), Pattern(metadata.Voicemail),
        ];

        // A type without lengths of its own has those of the country.
        NumberPattern Pattern(PhoneNumberDesc type) =>
            new(type.NationalNumberPattern, [.. type.PossibleLengthCount > 0 ? type.PossibleLengthList : metadata.GeneralDesc.PossibleLengthList]);
    }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; }

    /// <summary>The country code, without <c>+</c>.</summary>
    public int CallingCode { get; }

    /// <param name="country">One that libphonenumber has.</param>
    public static NumberPlan Of(string country) => Plans.GetOrAdd(country, code => new(PhoneNumberUtil.GetInstance().GetMetadataForRegion(code)));

    /// <summary>What a number is in this country.</summary>
    /// <param name="national">The number without its country code and without a trunk prefix.</param>
    public NumberVerdict Judge(string national)
    {
        var mobile = _mobile.Fit(national);
        var fixedLine = _fixedLine.Fit(national);
        var isService = false;
        var (leading, claim) = (Math.Max(mobile.Leading, fixedLine.Leading), fixedLine.Claim);
        foreach (var service in _services)
        {
            var fit = service.Fit(national);
            isService |= fit.Matches;
            (leading, claim) = (Math.Max(leading, fit.Leading), Math.Max(claim, fit.Claim));
        }

        return new(Use(), leading);

        NumberUse Use()
        {
            if (!NumberPlans.MayBeMobile(CallingCode, national) || isService)
            {
                return NumberUse.Other;
            }

            if (mobile.Matches || fixedLine.Matches)
            {
                return mobile.Matches ? NumberUse.Mobile : NumberUse.Other;
            }

            // A zero begins no range, unless the country has mobile numbers that begin with it: it is a trunk prefix in the wrong place.
            var isTrunkPrefix = national[0] == '0' && mobile.Leading == 0;
            return mobile is { HasLength: true, IsCut: false } && !isTrunkPrefix && claim <= mobile.Leading ? NumberUse.Unknown : NumberUse.None;
        }
    }
}
