using System.Collections.Frozen;
using static Offer18.Otp.AspNetCore.Errors.OtpErrorField;
using static Offer18.Otp.AspNetCore.Errors.OtpPartnerCalls;

namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>
/// One row for each code of <see cref="OtpErrorCodes"/>. Endpoints, flow, component, option checks and <c>docs/errors.md</c> read it.
/// </summary>
internal static class OtpErrorTable
{
    public static readonly IReadOnlyList<OtpErrorRow> Rows =
    [
        new(OtpErrorCodes.OtpRequired, 403) { Own = OtpOperations.Gate, AsksForNumberAgain = true },
        new(OtpErrorCodes.ForgedRequest, 400) { Own = OtpOperations.Posts },
        new(OtpErrorCodes.InvalidMsisdn, 400, Generate | Verify, OtpCheckCost.Attempt, Field: Number) { Own = OtpOperations.Generate },
        new(OtpErrorCodes.ConsentRequired, 400, Field: Consent) { Own = OtpOperations.Generate },
        new(OtpErrorCodes.InvalidOtp, 422, Verify, OtpCheckCost.Failure, Code) { Own = OtpOperations.Verify, PageCodeOnRestart = OtpErrorCodes.AttemptsExhausted },
        new(OtpErrorCodes.OtpExpired, 410, Verify, OtpCheckCost.Challenge, Code) { Own = OtpOperations.Verify },
        new(OtpErrorCodes.AttemptsExhausted, 429, Generate | Verify, OtpCheckCost.Challenge) { Own = OtpOperations.Generate | OtpOperations.Verify },
        new(OtpErrorCodes.NoPendingRequest, 404, Verify, OtpCheckCost.Challenge) { Own = OtpOperations.Verify, PageCodeOnRestart = OtpErrorCodes.OtpExpired },
        new(OtpErrorCodes.VerificationInProgress, 409, WayForward: OtpWayForward.CheckAgain) { Own = OtpOperations.Verify },
        new(OtpErrorCodes.ResendTooSoon, 429, Generate | Verify, OtpCheckCost.Attempt) { Own = OtpOperations.Generate },
        new(OtpErrorCodes.SendLimitReached, 429, Generate | Verify, OtpCheckCost.Attempt) { Own = OtpOperations.Generate },
        new(OtpErrorCodes.MsisdnBlocked, 403, Generate | Verify, OtpCheckCost.Attempt),
        new(OtpErrorCodes.OperatorNotSupported, 422, Generate | Verify, OtpCheckCost.Attempt),
        new(OtpErrorCodes.NotEligible, 422, Generate | Verify, OtpCheckCost.Attempt),
        new(OtpErrorCodes.AlreadySubscribed, 409, Generate | Verify, OtpCheckCost.Attempt, WayForward: OtpWayForward.Content),
        new(OtpErrorCodes.FraudBlocked, 403, Generate | Verify, OtpCheckCost.Attempt),
        // An unknown text, or one about credentials, may mean a wrong code. If it cost no failure, somebody could guess codes without end.
        new(OtpErrorCodes.UpstreamRejectedCredentials, 502, Generate | Verify, OtpCheckCost.Unknown),
        new(OtpErrorCodes.UpstreamUnavailable, 503, Generate | Verify, OtpCheckCost.Attempt) { Own = OtpOperations.Generate },
        new(OtpErrorCodes.UpstreamUnrecognised, 502, Generate | Verify, OtpCheckCost.Unknown),
        new(OtpErrorCodes.StoreUnavailable, 503) { Own = OtpOperations.All },
    ];

    private static readonly FrozenDictionary<string, OtpErrorRow> ByCode = Rows.ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    public static IEnumerable<string> Codes => Rows.Select(row => row.Code);

    /// <summary>The row of a code.</summary>
    /// <exception cref="KeyNotFoundException">It is not one of <see cref="OtpErrorCodes"/>.</exception>
    public static OtpErrorRow Row(string code) => ByCode[code];

    /// <summary>The codes that an endpoint or a gate can answer with, by their HTTP status.</summary>
    public static IEnumerable<IGrouping<int, string>> CodesOf(OtpOperations operation)
    {
        var call = operation switch
        {
            OtpOperations.Generate => Generate,
            OtpOperations.Verify => Verify,
            _ => OtpPartnerCalls.None,
        };
        return Rows.Where(row => (row.Own & operation) != OtpOperations.None || (row.PartnerCalls & call) != OtpPartnerCalls.None)
            .GroupBy(row => row.HttpStatus, row => row.Code)
            .OrderBy(status => status.Key);
    }

    /// <summary>Whether a partner's text can mean this code on one of these calls.</summary>
    public static bool CanPartnerMean(string code, OtpPartnerCalls calls) => ByCode.TryGetValue(code, out var row) && (row.PartnerCalls & calls) != OtpPartnerCalls.None;
}
