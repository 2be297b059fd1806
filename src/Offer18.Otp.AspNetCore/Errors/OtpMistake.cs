namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What is wrong with what was typed, where the visitor can be told more than the error's code says. No program depends on it.</summary>
internal enum OtpMistake
{
    None,

    /// <summary>Nothing was typed.</summary>
    Empty,

    /// <summary>There are letters in it.</summary>
    Letters,

    /// <summary>Digits are missing.</summary>
    Short,

    /// <summary>There are too many digits in it.</summary>
    Long,

    /// <summary>The number is written without its country code, and no country was chosen.</summary>
    Country,
}
