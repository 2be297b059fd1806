namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What a limit's counter is for.</summary>
internal enum OtpLimitRole
{
    /// <summary>It counts what happened.</summary>
    Window,

    /// <summary>It counts codes that were sent and that nobody has entered.</summary>
    Guard,

    /// <summary>It counts how many codes an address has got for numbers of a prefix. It refuses nothing by itself.</summary>
    CodeToAddress,

    /// <summary>What is kept of a prefix for a browser that has had few codes to a number. It refuses nothing by itself.</summary>
    KeptForAnybody,

    /// <summary>What is kept for such a browser at an address that has got few codes for numbers of the prefix. It refuses nothing by itself.</summary>
    KeptForNewAddress,

    /// <summary>What is kept for such browsers at one address. It refuses nothing by itself.</summary>
    KeptForGoodAddress,

    /// <summary>It counts the campaign's codes and how many were entered. It refuses nothing.</summary>
    History,
}
