namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What a limit's counter is for.</summary>
internal enum OtpLimitRole
{
    /// <summary>It counts what happened.</summary>
    Window,

    /// <summary>It counts codes that were sent and that nobody has entered.</summary>
    Guard,

    /// <summary>It counts the browsers that asked for a number of a prefix for the first time. It refuses nothing by itself.</summary>
    Askers,

    /// <summary>It counts how often an address asked for numbers of a prefix, refused or not. It refuses nothing by itself.</summary>
    AsksOfAddress,

    /// <summary>It counts what an address got of what is kept for it. It refuses nothing by itself.</summary>
    KeptForAddress,

    /// <summary>It counts the campaign's codes and how many were entered. It refuses nothing.</summary>
    History,
}
