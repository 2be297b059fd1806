using System.Collections.Frozen;
using static Offer18.Otp.AspNetCore.Errors.OtpErrorField;
using static Offer18.Otp.AspNetCore.Errors.OtpPartnerCalls;
using static Offer18.Otp.AspNetCore.Errors.OtpWayForward;

namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>
/// One row for each code of <see cref="OtpErrorCodes"/>. Endpoints, flow, component, option checks and <c>docs/errors.md</c> read it.
/// </summary>
internal static class OtpErrorTable
{
    public static readonly IReadOnlyList<OtpErrorRow> Rows =
    [
        new(OtpErrorCodes.OtpRequired, 403) { AsksForNumberAgain = true },
        new(OtpErrorCodes.ForgedRequest, 400),
        new(OtpErrorCodes.InvalidMsisdn, 400, Generate | Verify, OtpCheckCost.Attempt, Field: Number),
        new(OtpErrorCodes.ConsentRequired, 400, Field: Consent),
        new(OtpErrorCodes.InvalidOtp, 422, Verify, OtpCheckCost.Failure, Code) { PageCodeOnRestart = OtpErrorCodes.AttemptsExhausted },
        new(OtpErrorCodes.OtpExpired, 410, Verify, OtpCheckCost.Challenge, Code, NewCode),
        new(OtpErrorCodes.AttemptsExhausted, 429, Generate | Verify, OtpCheckCost.Challenge, WayForward: OtherNumber),
        new(OtpErrorCodes.NoPendingRequest, 404, Verify, OtpCheckCost.Challenge) { PageCodeOnRestart = OtpErrorCodes.OtpExpired },
        new(OtpErrorCodes.VerificationInProgress, 409, WayForward: CheckAgain),
        new(OtpErrorCodes.ResendTooSoon, 429, Generate | Verify, OtpCheckCost.Attempt),
        new(OtpErrorCodes.SendLimitReached, 429, Generate | Verify, OtpCheckCost.Attempt, WayForward: OtherNumber),
        new(OtpErrorCodes.MsisdnBlocked, 403, Generate | Verify, OtpCheckCost.Attempt, WayForward: OtherNumber),
        new(OtpErrorCodes.OperatorNotSupported, 422, Generate | Verify, OtpCheckCost.Attempt, WayForward: OtherNumber),
        new(OtpErrorCodes.NotEligible, 422, Generate | Verify, OtpCheckCost.Attempt, WayForward: OtherNumber),
        new(OtpErrorCodes.AlreadySubscribed, 409, Generate | Verify, OtpCheckCost.Attempt, WayForward: OtpWayForward.Content),
        new(OtpErrorCodes.FraudBlocked, 403, Generate | Verify, OtpCheckCost.Attempt),
        // An unknown text, or one about credentials, may mean a wrong code. If it cost no failure, somebody could guess codes without end.
        new(OtpErrorCodes.UpstreamRejectedCredentials, 502, Generate | Verify, OtpCheckCost.Unknown),
        new(OtpErrorCodes.UpstreamUnavailable, 503, Generate | Verify, OtpCheckCost.Attempt),
        new(OtpErrorCodes.UpstreamUnrecognised, 502, Generate | Verify, OtpCheckCost.Unknown),
        new(OtpErrorCodes.StoreUnavailable, 503),
    ];

    private static readonly FrozenDictionary<string, OtpErrorRow> ByCode = Rows.ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    public static IEnumerable<string> Codes => Rows.Select(row => row.Code);

    /// <summary>The row of a code.</summary>
    /// <exception cref="KeyNotFoundException">It is not one of <see cref="OtpErrorCodes"/>.</exception>
    public static OtpErrorRow Row(string code) => ByCode[code];

    /// <summary>Whether a partner's text can mean this code on one of these calls.</summary>
    public static bool CanPartnerMean(string code, OtpPartnerCalls calls) => ByCode.TryGetValue(code, out var row) && (row.PartnerCalls & calls) != OtpPartnerCalls.None;
}
