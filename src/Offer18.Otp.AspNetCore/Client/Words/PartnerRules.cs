using Offer18.Otp.AspNetCore.Errors;
using static Offer18.Otp.AspNetCore.Client.Words.Meaning;
using static Offer18.Otp.AspNetCore.Errors.OtpPartnerCalls;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>
/// Reads a partner's text by its words. A text that two rules read differently stays unread: a wrong code is worse than none.
/// </summary>
internal static class PartnerRules
{
    private static readonly Meanings Full = Meanings.Of(TooMany, Exceeded, Exhausted, NoLonger);

    private static readonly Meanings Wrong = Meanings.Of(Bad, Unverified);

    // That a check failed says who is wrong only if the answer gives no other reason.
    private static readonly Meanings NoOtherReason = Meanings.Of(
        Code, Verifying, Authentication, Failed, Bad, Unverified, Filler, Attempt, Left, Digits, Enter, Valid, Match, Check, Wait, Time, Of, Preposition,
        Request, Requested, Sending, Sms, Number, User, You, Or, Before, Transparent);

    public static readonly IReadOnlyList<Rule> Rules =
    [
        new(OtpErrorCodes.InvalidOtp, Code, Wrong) { Without = Meanings.Of(Thing, Attempt, Credential, Blocked) },
        new(OtpErrorCodes.InvalidOtp, Code, Meanings.Of(Verifying, Authentication), Failed)
            { Without = Meanings.Of(Thing, Sending, Attempt), Besides = NoOtherReason },
        new(OtpErrorCodes.InvalidOtp, Code, Valid, Enter) { Without = Thing },

        new(OtpErrorCodes.OtpExpired, Meanings.Of(Code, Session, Request, Verifying, Consent, Reference, Confirm), Expired)
            { Without = Meanings.Of(Thing, Credential, Operator, Balance) },
        new(OtpErrorCodes.OtpExpired, Code, Expires) { Without = Meanings.Of(Time, Digits, Thing, Before, Enter) },
        new(OtpErrorCodes.OtpExpired, Meanings.Of(Code, Session, Consent), TimedOut) { Without = Meanings.Of(Thing, Operator, Sending, Failed) },
        new(OtpErrorCodes.OtpExpired, Meanings.Of(Code, Session, Request, Reference), NoLonger, Meanings.Of(Valid, Active, Exists))
            { Without = Meanings.Of(Thing, Attempt) },
        new(OtpErrorCodes.OtpExpired, Code, Consumed) { Without = Thing },
        new(OtpErrorCodes.OtpExpired, Code, Used, Meanings.Of(Already, Been)) { Without = Meanings.Of(Thing, Bad) },
        new(OtpErrorCodes.OtpExpired, Code, Verified, Meanings.Of(Already, Been)) { Without = Thing },

        new(OtpErrorCodes.AttemptsExhausted, Attempt, Full) { Calls = Verify, Without = Meanings.Of(Sending, Sms, Request, Thing) },
        new(OtpErrorCodes.AttemptsExhausted, Attempt, Max) { Calls = Verify, Without = Meanings.Of(Sending, Sms, Request, Thing, Allowed) },
        new(OtpErrorCodes.AttemptsExhausted, Attempt, Full | Max, Wrong | Failed)
            { Calls = Generate, Without = Meanings.Of(Sending, Sms, Request, Thing, Allowed) },
        new(OtpErrorCodes.AttemptsExhausted, Attempt, Left, Zero),
        new(OtpErrorCodes.AttemptsExhausted, Attempt, Meanings.Of(Blocked, Barred)) { Without = Meanings.Of(Sending, Sms, Request) },
        new(OtpErrorCodes.AttemptsExhausted, Code, Wrong, TooMany),
        new(OtpErrorCodes.AttemptsExhausted, Code, Wrong, Limit, Exceeded) { Calls = Verify },
        new(OtpErrorCodes.AttemptsExhausted, Meanings.Of(Max, Limit), Exceeded)
            { Calls = Verify, Mentions = [Code, Verifying], Without = Meanings.Of(Sending, Sms) },

        new(OtpErrorCodes.SendLimitReached, Attempt, Full | Max)
            { Calls = Generate, Without = Meanings.Of(Bad, Unverified, Failed, Allowed, Thing) },
        new(OtpErrorCodes.SendLimitReached, Attempt, Meanings.Of(Sending, Sms), Full | Max) { Calls = Verify, Without = Allowed },
        new(OtpErrorCodes.SendLimitReached, Limit, Meanings.Of(Code, Sms, Request, Sending), Full) { Calls = Generate, Without = Meanings.Of(Thing, Charge, Balance) },
        new(OtpErrorCodes.SendLimitReached, Limit, Full) { Calls = Generate, Mentions = [Meanings.Of(Code, Sending)], Without = Meanings.Of(Thing, Charge, Balance) },
        new(OtpErrorCodes.SendLimitReached, Limit, Sending, Full),
        new(OtpErrorCodes.SendLimitReached, TooMany, Meanings.Of(Code, Sms, Request, Sending)) { Calls = Generate, Without = Wrong | Thing },
        new(OtpErrorCodes.SendLimitReached, TooMany, Code, Meanings.Of(Requested, Sent)) { Without = Wrong | Thing },
        new(OtpErrorCodes.SendLimitReached, Max, Meanings.Of(Code, Sms, Sending), Full | Sent) { Calls = Generate, Without = Meanings.Of(Attempt, Thing) },
        new(OtpErrorCodes.SendLimitReached, Request, Full | Max) { Calls = Generate, Mentions = [Code], Without = Meanings.Of(Attempt, Thing) },
        new(OtpErrorCodes.SendLimitReached, Frequent, Meanings.Of(Limit, Request, Sending, Code)) { Without = Thing },
        new(OtpErrorCodes.SendLimitReached, Repeated, Sending) { Calls = Generate },
        new(OtpErrorCodes.SendLimitReached, Flood) { Without = Thing },

        new(OtpErrorCodes.ResendTooSoon, Wait, Meanings.Of(Time, Before), Meanings.Of(Code, Sending, Request, Requested)) { Calls = Generate },

        new(OtpErrorCodes.MsisdnBlocked, Barred)
            { Without = Meanings.Of(Thing, Operator, Credential, Request, Balance, Attempt, Sending, Code, Check, NoLonger) },
        new(OtpErrorCodes.MsisdnBlocked, Meanings.Of(Number, User), Blocked)
            { Without = Meanings.Of(Thing, Attempt, Balance, Sending, Code, Charge, Plan, Short) },
        new(OtpErrorCodes.MsisdnBlocked, Sms, Blocked) { Calls = Generate, Without = Thing },

        new(OtpErrorCodes.OperatorNotSupported, Operator, Meanings.Of(Bad, Unsupported, Forbidden, Missing, Unknown, NotBelongs))
            { Without = Meanings.Of(Thing, TimedOut, Failed, Code, Credential) },
        new(OtpErrorCodes.OperatorNotSupported, NotBelongs, Meanings.Of(Number, User)) { Mentions = [Meanings.Of(Operator, Brand, User)], Without = Code },
        new(OtpErrorCodes.OperatorNotSupported, Ported) { Without = Thing },
        new(OtpErrorCodes.OperatorNotSupported, Unprovisioned) { Without = Thing },
        new(OtpErrorCodes.OperatorNotSupported, Brand, Meanings.Of(Unavailable, Unsupported, Forbidden)) { Mentions = [Meanings.Of(User, Number, Operator)] },

        new(OtpErrorCodes.NotEligible, Balance, Meanings.Of(Short, Unavailable)) { Without = Meanings.Of(Sms, Credential, Party) },
        new(OtpErrorCodes.NotEligible, Balance, Exhausted) { Without = Meanings.Of(Sms, Credential, Attempt) },
        new(OtpErrorCodes.NotEligible, Balance, Enough, Meanings.Of(Check, Enter)) { AlsoIf = true },
        new(OtpErrorCodes.NotEligible, Ineligible) { Without = Meanings.Of(Operator, Code, Party) },
        new(OtpErrorCodes.NotEligible, Meanings.Of(Number, User), Forbidden) { Without = Meanings.Of(Operator, Attempt, Code, Brand) },
        new(OtpErrorCodes.NotEligible, NotChargeable) { Without = Code },
        new(OtpErrorCodes.NotEligible, Meanings.Of(Charge, Balance), Limit, Exceeded),
        new(OtpErrorCodes.NotEligible, Charge, Meanings.Of(Refused, Blocked)) { Without = Meanings.Of(Thing, Credential) },
        new(OtpErrorCodes.NotEligible, User, Refused, Meanings.Of(Subscription, Charge, Consent)),
        new(OtpErrorCodes.NotEligible, Roaming) { Without = Thing },
        new(OtpErrorCodes.NotEligible, Recharge) { Without = Meanings.Of(Failed, Code) },
        new(OtpErrorCodes.NotEligible, Plan, Meanings.Of(Unavailable, Unsupported, Forbidden)),
        new(OtpErrorCodes.NotEligible, Minor, Meanings.Of(Failed, Forbidden, Blocked)),
        new(OtpErrorCodes.NotEligible, NotReceived, Business),

        new(OtpErrorCodes.AlreadySubscribed, Already, Meanings.Of(Active, Subscribed, Purchased))
            { Without = Meanings.Of(Inactive, Unsubscribed, Code, Request, Session, Operator, Pending, Barred, Blocked, Used) },
        new(OtpErrorCodes.AlreadySubscribed, Already, Meanings.Of(Exists, Found), Meanings.Of(Subscription, User, Number))
            { Without = Meanings.Of(Inactive, Unsubscribed, Code, Request, Session, Thing) },
        new(OtpErrorCodes.AlreadySubscribed, Subscription, Exists) { Without = Meanings.Of(Inactive, Unsubscribed, Pending, Thing) },
        new(OtpErrorCodes.AlreadySubscribed, Subscription, Active, Found) { Without = Meanings.Of(Inactive, Unsubscribed, Pending) },
        new(OtpErrorCodes.AlreadySubscribed, Subscription, Repeated) { Without = Meanings.Of(Request, Inactive, Unsubscribed) },

        new(OtpErrorCodes.FraudBlocked, Fraud)
            { Without = Meanings.Of(Thing, Absent, Needed, TimedOut, Expired, Unavailable, Valid, Missing, Code, Active) },

        new(OtpErrorCodes.UpstreamRejectedCredentials, Credential, Meanings.Of(Bad, Expired, Absent, Missing)) { Without = Code },
        new(OtpErrorCodes.UpstreamRejectedCredentials, Authentication, Meanings.Of(Failed, Bad))
            { Without = Meanings.Of(Code, Verifying, Number, Operator), Nowhere = Charge },
        new(OtpErrorCodes.UpstreamRejectedCredentials, AuthenticationFailed) { Nowhere = Meanings.Of(Charge, User, Operator) },
        new(OtpErrorCodes.UpstreamRejectedCredentials, Unauthorized) { Without = Meanings.Of(User, Number, Thing, You, Code) },

        new(OtpErrorCodes.InvalidMsisdn, Number, Bad) { Without = Meanings.Of(Code, Thing, Request, Credential, Attempt, Reference) },
        new(OtpErrorCodes.InvalidMsisdn, Number, Valid, Enter) { Without = Meanings.Of(Code, Thing) },
        new(OtpErrorCodes.InvalidMsisdn, Meanings.Of(Number, User), Meanings.Of(Missing, Unknown))
            { Calls = Generate, Without = Meanings.Of(Code, Thing, Subscription, Plan, Operator, Balance, Consent), Nowhere = Request },
        new(OtpErrorCodes.InvalidMsisdn) { Mentions = [Landline], Without = Thing },

        new(OtpErrorCodes.NoPendingRequest, Meanings.Of(Request, Reference, Session, Code, Verifying), Missing)
            { Without = Meanings.Of(Thing, Subscription, User, Number, Operator) },
        new(OtpErrorCodes.NoPendingRequest, Meanings.Of(Request, Reference, Session), Unknown) { Without = Meanings.Of(Thing, Failed) },
        new(OtpErrorCodes.NoPendingRequest, NotRequested) { Without = Meanings.Of(Thing, User, Charge) },
        new(OtpErrorCodes.NoPendingRequest, Request, Needed) { Mentions = [Code], Without = Thing },
        new(OtpErrorCodes.NoPendingRequest, Meanings.Of(Request, Sending), First) { Without = Thing },
        new(OtpErrorCodes.NoPendingRequest, Last, Request, Bad) { Mentions = [Code] },
        new(OtpErrorCodes.NoPendingRequest, Confirm, Subscription, Missing),
    ];

    // These say nothing about the visitor, and what stands beside them says nothing either.
    public static readonly IReadOnlyList<Rule> Others =
    [
        new("a machine's trouble") { Mentions = [Technical] },
        new("a time-out", TimedOut) { Without = Meanings.Of(Code, Session, Consent) },
        new("the site's own limit") { Mentions = [Full | Limit, Meanings.Of(Party, Account)], Nowhere = Attempt },
        new("the site's own balance") { Mentions = [Balance, Meanings.Of(Sms, Sending)] },
        new("the site's own balance") { Mentions = [Balance, Account, Strange] },
        new("the site's own balance") { Mentions = [Recharge, Party] },
        new("the site's own account", Account, Blocked) { Nowhere = Attempt },
        new("the site's own rights") { Mentions = [Forbidden, Party], Nowhere = Operator },
        new("another's attempts", Charge, Attempt),
        new("another session", Meanings.Of(Session, Consent), Meanings.Of(Charge, Credential, Thing)),
        new("the code or the number", Code, Number, Bad, Or),
    ];

    // "Too many wrong PINs" says more than "wrong PIN".
    private static readonly (string More, string Less)[] SaysMore =
    [
        (OtpErrorCodes.AttemptsExhausted, OtpErrorCodes.InvalidOtp),
        (OtpErrorCodes.FraudBlocked, OtpErrorCodes.MsisdnBlocked),
        (OtpErrorCodes.SendLimitReached, OtpErrorCodes.ResendTooSoon),
    ];

    // A partner that says "invalid or expired" leaves it open itself. Then it is what leaves the visitor more.
    private static readonly (string Chosen, string Other)[] Alternatives =
    [
        (OtpErrorCodes.InvalidOtp, OtpErrorCodes.OtpExpired),
        (OtpErrorCodes.OtpExpired, OtpErrorCodes.NoPendingRequest),
        (OtpErrorCodes.InvalidMsisdn, OtpErrorCodes.OperatorNotSupported),
    ];

    /// <summary>
    /// Whether one of the texts says that it was not done, or speaks of a machine's trouble where none says that it was. It need not say why.
    /// </summary>
    public static bool SaysFailed(IEnumerable<string> texts)
    {
        Clause[] clauses = [.. texts.SelectMany(ClauseReader.Read)];
        return clauses.Any(clause => clause.Said.Has(Wrong | Failed | Refused) && !clause.Said.Has(If))
            || clauses.Any(clause => clause.Said.Has(Meanings.Of(Technical, TimedOut)))
                && !clauses.Any(clause => SaysDone(clause) || clause.Said.Has(Meanings.Of(Sent, Requested)));
    }

    /// <summary>The code that the texts of an answer mean together on this call, or null.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <param name="besideSuccess">Whether a status says success. "OTP has been verified" is no refusal then.</param>
    public static string? Find(IEnumerable<string> texts, OtpPartnerCalls call, bool besideSuccess = false)
    {
        Clause[] clauses = [.. texts.SelectMany(ClauseReader.Read).Where(clause => !besideSuccess || !SaysDone(clause))];
        if (clauses.Any(clause => Others.Any(other => other.Fits(clause))))
        {
            return null;
        }

        var all = clauses.Aggregate(Meanings.None, (mentioned, clause) => mentioned | clause.Mentioned);
        var codes = Rules
            .Where(rule => (all - rule.Besides).IsEmpty && clauses.Any(clause => rule.Holds(clause, call)))
            .Select(rule => rule.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (more, less) in SaysMore.Where(pair => codes.Contains(pair.More)))
        {
            codes.Remove(less);
        }

        var code = codes.Count == 1 ? codes.Single()
            : codes.Count == 2 && clauses.Any(clause => clause.Mentioned.Has(Or))
                ? Alternatives.FirstOrDefault(pair => codes.Contains(pair.Chosen) && codes.Contains(pair.Other)).Chosen
            : null;
        return code is not null && OtpErrorTable.CanPartnerMean(code, call) ? code : null;
    }

    private static bool SaysDone(Clause clause) => clause.Said.Has(Meanings.Of(Verified, Success)) && !clause.Said.Has(Denied);
}
