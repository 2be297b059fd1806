using static Offer18.Otp.AspNetCore.Client.Words.Meaning;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>Names of operators: "not available for Robi users" speaks of one.</summary>
internal static class Operators
{
    public static readonly (Meaning Meaning, string Words)[] Words =
    [
        (Brand, "robi, airtel, grameenphone, banglalink, teletalk, zain, ooredoo, etisalat, stc, mobily, vodafone, orange, mtn, glo, 9mobile, safaricom, mobitel, hutch, telkomsel, indosat, xl axiata, smartfren, jio, bsnl, claro, movistar, tigo, entel, telcel, digi, maxis, celcom, ais, dtac, truemove, viettel, globe, telenor, jazz, ufone, zong, asiacell, korek, umniah, batelco, viva, omantel, djezzy, mobilis, inwi, vodacom, telkom, at and t, t mobile, o2, mvno, ntel, airteltigo, unitel, lebara, virgin, stc pay, friendi, lucky mobile, cellcard, metfone, mpt, mytel, ncell, wom, bitel, tim, dialog, sunrise, swisscom, turkcell, avea"),
    ];
}
