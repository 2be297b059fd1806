namespace Offer18.Otp.AspNetCore.Errors;

/// <summary>What the page offers next to an error. If several are set, it offers the first one that it can.</summary>
[Flags]
internal enum OtpWaysForward
{
    None = 0,

    /// <summary>The site's content, if the site has said where it is.</summary>
    Content = 1,

    /// <summary>Asks the server how far the visitor has come.</summary>
    LookAgain = 2,

    /// <summary>Sends another code.</summary>
    NewCode = 4,

    /// <summary>Forgets the challenge, to start with another number.</summary>
    OtherNumber = 8,
}
