using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What libphonenumber cannot say about numbering plans.</summary>
internal static class NumberPlans
{
    private const int Mexico = 52;
    private const int Argentina = 54;
    private const int Palestine = 970;
    private const int Israel = 972;

    private const int France = 33;

    // ARCEP keeps it for films and the like, in France, in the middle of Mayotte's range.
    private const string FrenchFiction = "63998";

    // France; Réunion and Mayotte; Guadeloupe, Saint Barthélemy and Saint Martin; French Guiana; Martinique: one plan, in which each
    // range belongs to one of them (ARCEP, plan national de numérotation).
    private static readonly FrozenDictionary<int, int[]> Shared = new int[][] { [Palestine, Israel], [France, 262, 590, 594, 596] }
        .SelectMany(codes => codes.Select(own => (int[])[own, .. codes.Where(code => code != own)])).ToFrozenDictionary(codes => codes[0]);

    public static readonly IReadOnlyList<NumberRule> Rules =
    [
        Rule(1, @"(?!976)[2-9][0-8]\d[2-9]\d{6}", "Area code and exchange begin with 2 to 9. An area code has no 9 in the middle. 976 is premium rate", "NANPA, central office code assignment guidelines (ATIS-0300051)"),
        Rule(27, @"\d{9}", "All subscribers' numbers have 9 digits", "ICASA, Numbering Plan Regulations 2016"),
        Rule(39, @"3\d{8,9}|43\d{8}", "Mobile numbers begin with 3 (and 43). A landline keeps its 0, and is no number without it", "AGCOM, delibera 8/15/CIR"),
        Rule(44, @"7(?:[1-57-9]\d\d|624)\d{6}", "Mobile numbers begin with 71 to 75 or 77 to 79. 70 is for personal numbers, 76 for pagers, but for 7624 on the Isle of Man", "Ofcom, National Telephone Numbering Plan"),
        Rule(49, @"1[567]\d{8,9}", "Mobile numbers begin with 15, 16 or 17. The rest of 1 is for services", "Bundesnetzagentur, Nummernplan Öffentliche zellulare Mobilfunkdienste"),
        Rule(Mexico, @"[2-9]\d{9}", "A number has 10 digits; the prefixes 1, 01, 044 and 045 are gone since August 2019", "IFT, Plan Técnico Fundamental de Numeración (ITU Operational Bulletin 1151)"),
        Rule(Argentina, @"9(?:11|[23]\d)\d{8}|675\d{7}", "After 9 comes an area code, which is 11 or begins with 2 or 3. From within Argentina it is written with 15, or without", "ENACOM, Plan Fundamental de Numeración Nacional"),
        Rule(55, @"[1-9]{2}9\d{8}", "Mobile numbers have a ninth digit, 9, everywhere since November 2016", "Anatel, resolução 553/2010"),
        Rule(Israel, @"5(?![69])\d{8}", "056 and 059 are Palestinian operators, whichever country code they are written with", "ITU, national numbering plan of +970"),
    ];

    private static readonly FrozenDictionary<int, Regex> Mobile = Rules.ToFrozenDictionary(rule => rule.CallingCode, rule => rule.Mobile);

    // The 9 goes before the area code and replaces the 15 after it. A 15 after a 9 and an area code is one too many.
    private static readonly Regex ArgentinaWithout9 = new(@"^(?=(?:11|[23]\d)\d{8}\z)");
    private static readonly Regex ArgentinaWith9And15 = new(@"^(?=\d{13}\z)9(11|[23]\d{2,3}?)15");

    // After a trunk zero libphonenumber looks for an operator's digit, and takes it away from the number.
    private static readonly Regex ColombiaTrunkZero = new(@"^((?:\+?57)?)0(?=3\d{9}\z)");

    private static readonly Regex MexicoPrefix = new(@"^(?:1|01|04[45])(?=\d{10}\z)");

    /// <summary>Whether a number without its country code can be a mobile number by the rules.</summary>
    public static bool MayBeMobile(int callingCode, string national) => !Mobile.TryGetValue(callingCode, out var pattern) || pattern.IsMatch(national);

    /// <summary>What libphonenumber would read wrongly, in a form that it reads.</summary>
    /// <param name="text">Digits, with a plus if they begin with a country code.</param>
    /// <param name="country">The country that it is read by, or null.</param>
    public static string ForReading(string text, string? country) =>
        country == "CO" || text.StartsWith("+57", StringComparison.Ordinal) ? ColombiaTrunkZero.Replace(text, "$1") : text;

    /// <summary>A number without its country code, in the one form of it that is dialled from abroad.</summary>
    public static string Normalize(int callingCode, string national) => callingCode switch
    {
        Mexico => MexicoPrefix.Replace(national, ""),
        Argentina => ArgentinaWith9And15.Replace(ArgentinaWithout9.Replace(national, "9"), "9$1"),
        _ => national,
    };

    /// <summary>
    /// The country codes whose countries share their ranges. People write Palestinian numbers with Israel's country code, too, and numbers
    /// of overseas France as in France.
    /// </summary>
    public static int[] Alike(int callingCode, string national) => callingCode == France && national.StartsWith(FrenchFiction, StringComparison.Ordinal)
        ? [France]
        : Shared.GetValueOrDefault(callingCode) ?? [callingCode];

    /// <summary>The number as a campaign sends it: in Argentina with or without the 9.</summary>
    /// <param name="digits">With the country code.</param>
    /// <param name="argentinaMobilePrefix"><see cref="Offer18OtpOptions.ArgentinaMobilePrefix"/>.</param>
    public static string ForWire(string digits, int argentinaMobilePrefix) =>
        digits.StartsWith("549", StringComparison.Ordinal) ? $"{argentinaMobilePrefix}{digits[3..]}" : digits;

    private static NumberRule Rule(int callingCode, [StringSyntax(StringSyntaxAttribute.Regex)] string mobile, string reason, string source) =>
        new(callingCode, new($@"^(?:{mobile})\z"), reason, source);
}
