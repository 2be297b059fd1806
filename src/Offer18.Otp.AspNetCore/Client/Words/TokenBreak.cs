namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>What separates a word from the one before it.</summary>
internal enum TokenBreak
{
    /// <summary>Nothing that divides thoughts: a space, an underscore, a hyphen, a capital letter.</summary>
    None,

    /// <summary>A colon or a dash. It may stand between a noun and what is said of it ("PIN: invalid").</summary>
    Soft,

    /// <summary>A full stop, a comma, a bracket and the like.</summary>
    Hard,
}
