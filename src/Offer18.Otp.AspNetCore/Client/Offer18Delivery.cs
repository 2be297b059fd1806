namespace Offer18.Otp.AspNetCore.Client;

/// <summary>How far a call got. It decides whether anything may be done again.</summary>
public enum Offer18Delivery
{
    /// <summary>Offer18 answered, and the answer was read.</summary>
    Answered,

    /// <summary>The request never left the machine: nothing was sent and nothing checked.</summary>
    NotSent,

    /// <summary>The request may have left, and no answer came that could be read: nobody knows what happened.</summary>
    Unknown,
}
