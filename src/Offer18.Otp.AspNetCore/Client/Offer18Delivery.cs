namespace Offer18.Otp.AspNetCore.Client;

/// <summary>How far a call got. This decides whether the call may be made again.</summary>
public enum Offer18Delivery
{
    /// <summary>Offer18 answered, and the answer was read.</summary>
    Answered,

    /// <summary>The request never left the machine: nothing was sent or checked.</summary>
    NotSent,

    /// <summary>The request may have left, but no answer came that says what happened. Nobody knows what happened.</summary>
    Unknown,
}
