using System.Net;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What a guard is asked about.</summary>
/// <param name="Kind">A send or a check.</param>
/// <param name="Key">The challenge's key: its campaign, a digest of its number, and a digest of the browser's handle.</param>
internal sealed record OtpGuardedAction(OtpGuardedKind Kind, OtpChallengeKey Key)
{
    /// <summary>The number: digits with the country code. Null for a resend and for a check that has not begun.</summary>
    public string? Digits { get; set; }

    /// <summary>The number's country; null where <see cref="Digits"/> is.</summary>
    public string? Country { get; init; }

    /// <summary>The visitor's address; null if unknown.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Whether the browser came without a cookie that can be read.</summary>
    public bool IsNewBrowser { get; init; }

    /// <summary>How many codes this browser has got to the number in the last day, as far as it says.</summary>
    public int CodesBefore { get; init; }

    /// <summary>Whether this browser has proved the number before.</summary>
    public bool HasProvedNumber { get; init; }

    /// <summary>What the last send of this number was counted by, in this browser. Set by the limits when a code is sent.</summary>
    public OtpSendCounts? Sent { get; set; }

    /// <summary>How many codes may be sent to the number within the window; null for as many as the campaign's option says. Set by the limits.</summary>
    public int? MaxSends { get; set; }

    /// <summary>Whether the send is kept for who is unlikely to attack the number, so that a lock does not refuse it. Set by the limits.</summary>
    public bool PassesLock { get; set; }

    /// <summary>Whether few codes went to the number today. Set by the limits.</summary>
    public bool IsOfFewForNumber { get; set; } = true;

    /// <summary>Whether others have used up the day's codes to the number. Set by the limits.</summary>
    public bool IsBeyondDay { get; set; }

    /// <summary>Which of the counters of what is kept has counted the code; null if none. Set by the limits.</summary>
    public OtpLimitRole? KeptBy { get; set; }

    /// <summary>The limits that have refused the action, or would have, each once. Set by the limits.</summary>
    public IReadOnlyList<(OtpLimitKind Kind, OtpLimitMode Mode)> Reached { get; set; } = [];

    /// <summary>What the limits have counted for this action. Set by them alone.</summary>
    public IReadOnlyList<TakenLimit> Taken { get; set; } = [];

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(OtpGuardedAction);
}
