using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.Simulator.Wire;

/// <summary>
/// The numbers that produce each outcome on demand. All are from +44 7700 900000 to 900999, which Ofcom keeps free for fiction, so nobody
/// can own them. Numbers that end in 400 to 499: <c>otp_gen</c> is refused. 500 to 599: <c>otp_gen</c> brings no usable answer. 600 to 699:
/// <c>otp_verify</c> fails. 700 to 799: both work, but answer in an unusual form or late.
/// </summary>
internal static class MagicNumbers
{
    private const string Verified = "none: verified";

    public static readonly FrozenDictionary<string, MagicNumber> All = new MagicNumber[]
    {
        Refused("447700900400", "Number.Invalid", "invalid msisdn", "`invalid_msisdn`"),
        Refused("447700900401", "Number.Blocked", "MSISDN Blacklisted.", "`msisdn_blocked`"),
        Refused("447700900402", "Number.Operator", "invalid operator", "`operator_not_supported`"),
        Refused("447700900403", "Number.NotEligible", "NOT_ELIGIBLE", "`not_eligible`"),
        Refused("447700900404", "Number.Subscribed", "ALREADY_SUBSCRIBED", "`already_subscribed`"),
        Refused("447700900405", "Number.SendLimit", "Frequent Limitation", "`send_limit_reached`"),
        new("447700900406", "Number.Credentials", "`otp_gen`: HTTP 400, error `invalid_user_credentials`", "`upstream_rejected_credentials`")
        {
            Generate = Reply.BadCredentials,
        },
        Refused("447700900407", "Number.Unknown", "E7731 subscriber profile mismatch", "`upstream_unrecognised`"),

        new("447700900500", "Number.ServerError", "`otp_gen`: HTTP 500", "`upstream_unavailable`") { Generate = Reply.ServerError },
        new("447700900501", "Number.Busy", "`otp_gen`: HTTP 429, `Retry-After: 30`", "`upstream_unavailable`")
        {
            Generate = new() { StatusCode = StatusCodes.Status429TooManyRequests, RetryAfter = 30 },
        },
        new("447700900502", "Number.Html", "`otp_gen`: HTTP 200 with a page of HTML", "`upstream_unrecognised`")
        {
            Generate = new() { ContentType = "text/html; charset=utf-8", Body = "<!DOCTYPE html><title>Maintenance</title><h1>We'll be back soon</h1>" },
        },
        new("447700900503", "Number.CutOff", "`otp_gen`: JSON that breaks off", "`upstream_unrecognised`")
        {
            Generate = Reply.Json("""{"status":"200","response":"otp_se"""),
        },
        new("447700900504", "Number.Reset", "`otp_gen`: the connection is reset", "`upstream_unavailable`") { Generate = Reply.Reset },
        new("447700900505", "Number.Silence", "`otp_gen`: no answer, until the caller gives up or 2 minutes have passed", "`upstream_unavailable`")
        {
            Generate = Reply.NoAnswer,
        },

        Unverified("447700900600", "Number.WrongCode", "INVALID_PIN", "`invalid_otp`"),
        Unverified("447700900601", "Number.Expired", "PIN_EXPIRED", "`otp_expired`"),
        Unverified("447700900602", "Number.TooMany", "MAX_PIN_RETRIES", "`attempts_exhausted`"),
        Unverified("447700900603", "Number.NoRequest", "PIN request needed", "`no_pending_request`"),
        Unverified("447700900604", "Number.Credit", "INSUFFICIENT_FUNDS", "`not_eligible`"),
        Unverified("447700900605", "Number.Subscribed", "ALREADY_SUBSCRIBED", "`already_subscribed`"),
        new("447700900606", "Number.ServerError", "`otp_verify`: HTTP 500", "`upstream_unavailable`") { Verify = Reply.ServerError },
        new("447700900607", "Number.Reset", "`otp_verify`: the connection is reset", "`upstream_unavailable`") { Verify = Reply.Reset },
        new("447700900608", "Number.Silence", "`otp_verify`: no answer, until the caller gives up or 2 minutes have passed", "`upstream_unavailable`")
        {
            Verify = Reply.NoAnswer,
        },
        new(
            "447700900609", "Number.VerifyLost",
            "`otp_verify`: the right code is accepted, but its answer is lost. If the same code is checked again: error `msisdn already active`",
            "`upstream_unavailable`, then `already_subscribed`")
        {
            LosesVerifiedAnswer = true,
        },

        new("447700900700", "Number.IdNumber", "`otp_gen`: `data` is a number", Verified)
        {
            NumericRequestId = true,
            SentBody = """{"status":"200","response":"otp_sent","data":{id}}""",
        },
        new("447700900701", "Number.IdObject", "`otp_gen`: `data` is an object with `requestId`", Verified)
        {
            SentBody = """{"status":"200","response":"otp_sent","data":{"requestId":"{id}"}}""",
        },
        new("447700900702", "Number.IdObject", "`otp_gen`: `data` is an object with `request_id`", Verified)
        {
            SentBody = """{"status":"200","response":"otp_sent","data":{"request_id":"{id}"}}""",
        },
        new("447700900703", "Number.IdNull", "`otp_gen`: `data` is `null`", Verified)
        {
            SentBody = """{"status":"200","response":"otp_sent","data":null}""",
        },
        new("447700900704", "Number.IdMissing", "`otp_gen`: `data` is missing", Verified)
        {
            SentBody = """{"status":"200","response":"otp_sent"}""",
        },
        new("447700900705", "Number.StatusNumber", "both calls: `status` is a number", Verified)
        {
            SentBody = """{"status":200,"response":"otp_sent","data":"{id}"}""",
            VerifiedBody = """{"status":200,"response":"otp_verified"}""",
        },
        new("447700900706", "Number.Slow", "both calls: the answer takes 3 seconds", Verified) { Delay = TimeSpan.FromSeconds(3) },
    }.ToFrozenDictionary(number => number.Msisdn, StringComparer.Ordinal);

    /// <summary>All of them, the smallest first.</summary>
    public static readonly ImmutableArray<MagicNumber> InOrder = [.. All.Values.OrderBy(number => number.Msisdn, StringComparer.Ordinal)];

    public static MagicNumber Of(string msisdn) => All.GetValueOrDefault(msisdn, MagicNumber.None);

    private static MagicNumber Refused(string msisdn, string name, string error, string browserGets) =>
        new(msisdn, name, $"`otp_gen`: error `{error}`", browserGets) { Generate = Reply.Partner(error) };

    private static MagicNumber Unverified(string msisdn, string name, string error, string browserGets) =>
        new(msisdn, name, $"`otp_verify`: error `{error}`, whatever the code", browserGets) { Verify = Reply.Partner(error) };
}
