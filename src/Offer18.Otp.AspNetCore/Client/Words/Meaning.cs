namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>What a word of a partner's text can mean. <c>docs/errors.md</c> lists the words.</summary>
internal enum Meaning
{
    // Nouns: what the text speaks of.
    Code,
    Number,
    User,
    Operator,
    Balance,
    Attempt,
    Request,
    Reference,
    Session,
    Verifying,
    Consent,
    Subscription,
    Charge,
    Credential,
    Authentication,
    Sms,
    Sending,
    Limit,
    Landline,

    /// <summary>Anything else that can be wrong or blocked: a service, a country, an address.</summary>
    Thing,

    /// <summary>Somebody or something in the business that is not the visitor's: a publisher, an API. It is a <see cref="Thing"/> too.</summary>
    Party,

    /// <summary>"Account", the visitor's or the site's own with a provider. It is a <see cref="User"/> too.</summary>
    Account,

    // What is said of it.
    Bad,
    Valid,
    Match,
    Failed,
    Expired,
    Expires,
    TimedOut,
    NoLonger,
    Used,
    Consumed,
    Verified,
    Unverified,
    Been,
    Already,
    Active,
    Inactive,
    Subscribed,
    Unsubscribed,
    Purchased,
    Exists,
    Found,
    Missing,
    Unknown,
    Absent,
    Needed,
    First,
    Last,
    Requested,
    NotRequested,
    Pending,
    Confirm,
    TooMany,
    Max,
    Exceeded,
    Exhausted,
    Left,
    Zero,
    Digits,
    Frequent,
    Repeated,
    Flood,
    Blocked,
    Barred,
    Refused,
    Supported,
    Unsupported,
    Allowed,
    Forbidden,
    Available,
    Unavailable,
    Eligible,
    Ineligible,
    Enough,
    Short,
    Chargeable,
    NotChargeable,
    Recharge,
    Roaming,
    Minor,
    Plan,
    Brand,
    Belongs,
    NotBelongs,
    Ported,
    Provisioned,
    Unprovisioned,
    Receive,
    NotReceived,
    Business,
    Sent,
    Authenticated,
    AuthenticationFailed,
    Unauthorized,
    Fraud,
    Enter,
    Check,
    Wait,
    Before,
    Time,
    You,

    // How it is said.
    Not,
    Or,
    If,
    Of,
    Preposition,
    Filler,
    Technical,

    /// <summary>The word "error". It says nothing, but "unknown error" is a technical fault.</summary>
    Fault,

    Success,
    Split,

    /// <summary>A word such as "code", which depends on the word before it: "country code" is no code.</summary>
    PlainCode,

    /// <summary>A word such as "number", which depends on the words beside it: "number of attempts" is no number.</summary>
    PlainNumber,

    /// <summary>A noun that hands its meaning on: "the format of the number".</summary>
    Transparent,

    /// <summary>A word that nobody knows.</summary>
    Strange,

    /// <summary>A denial of something that cannot be turned round: "not already subscribed".</summary>
    Denied,
}
