using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>
/// What is kept of a number's codes for a browser that has had few of them, because others may have used up what may be sent there.
/// Whoever comes first when it is free gets it. All numbers of a prefix share it, so that somebody who has many is not kept more for than one.
/// </summary>
/// <param name="Role">The counter that says so; null if nothing is kept.</param>
internal sealed record SendsKept(OtpLimitRole? Role)
{
    /// <summary>An address that has got at most one code for a number of the prefix today competes for so many in a window, one after the other: 4.</summary>
    public const int ForNewAddresses = 4;

    /// <summary>An address where visitors were verified has so many in a window to itself: 2.</summary>
    public const int ForGoodAddress = 2;

    /// <summary>Any other one competes for so many in a window with all that ask for the first time in it: 2.</summary>
    public const int ForAnybody = 2;

    // This one included.
    private int CodesToAddress { get; init; }

    /// <summary>How many codes beyond <see cref="Offer18OtpOptions.MaxSendsPerMsisdn"/> the number may have got within the window, before its day is used up.</summary>
    public int BeyondWindow { get; private init; }

    /// <summary>How many codes the number may have got within the window once its day is used up. Besides, the counter holds.</summary>
    public int BeyondDay => Role switch
    {
        null => 0,
        OtpLimitRole.KeptForGoodAddress => ForAnybody + ForNewAddresses + (2 * ForGoodAddress),
        _ => ForAnybody + ForNewAddresses + ForGoodAddress,
    };

    /// <summary>When the next one is free, if nobody takes it before; null if one is, or none is ever kept for this browser.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Whether it is kept for who is unlikely to have used up the number, or locked it.</summary>
    public bool IsForUnlikelyAttacker => Role is OtpLimitRole.KeptForNewAddress or OtpLimitRole.KeptForGoodAddress;

    /// <summary>Whether the send passes a lock: it comes from an address that speaks for it, or where nobody else has got a code for a number of the prefix.</summary>
    /// <param name="codesBefore">How many codes this browser has got to the number.</param>
    public bool MayPassLock(int codesBefore) => Role == OtpLimitRole.KeptForGoodAddress || Role == OtpLimitRole.KeptForNewAddress && CodesToAddress <= codesBefore + 1;

    /// <summary>Whether what is free after <see cref="RetryAfter"/> is for who is unlikely to have used up the number.</summary>
    public bool IsForUnlikelyAttackerLater { get; private init; }

    /// <summary>Whether a counter of that role says only what is kept, and refuses nothing by itself.</summary>
    public static bool Counts(OtpLimitRole role) => role == OtpLimitRole.CodeToAddress || IsKept(role);

    /// <summary>Whether a counter of that role counts what was kept.</summary>
    public static bool IsKept(OtpLimitRole role) => role is OtpLimitRole.KeptForAnybody or OtpLimitRole.KeptForNewAddress or OtpLimitRole.KeptForGoodAddress;

    /// <summary>Looks for it in what the counters answered. Who has more on his side is looked for first, and leaves the rest to the others.</summary>
    /// <param name="taken">The counters' answers.</param>
    /// <param name="isGoodAddress">Whether visitors were verified at the address, and hardly any code is unverified there.</param>
    public static SendsKept For(TakenLimit[] taken, bool isGoodAddress)
    {
        var beyondWindow = CountOf(OtpLimitRole.KeptForAnybody) is { IsGranted: true } ? 1 : 0;
        var good = isGoodAddress ? CountOf(OtpLimitRole.KeptForGoodAddress) : null;
        if (good is { IsGranted: true })
        {
            return new(OtpLimitRole.KeptForGoodAddress) { BeyondWindow = beyondWindow };
        }

        var role = CountOf(OtpLimitRole.CodeToAddress) is { IsGranted: true } ? OtpLimitRole.KeptForNewAddress : OtpLimitRole.KeptForAnybody;
        return CountOf(role) is { IsGranted: true }
            ? new(role) { BeyondWindow = beyondWindow, CodesToAddress = CountOf(OtpLimitRole.CodeToAddress)?.Count ?? 0 }
            : new(Role: null)
            {
                BeyondWindow = beyondWindow,
                RetryAfter = new[] { good, CountOf(role) }.Min(count => count?.RetryAfter),
                IsForUnlikelyAttackerLater = good is not null || role == OtpLimitRole.KeptForNewAddress,
            };

        OtpCount? CountOf(OtpLimitRole role) => taken.FirstOrDefault(one => one.Limit.Role == role)?.Count;
    }
}
