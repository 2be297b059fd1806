namespace Offer18.Otp.AspNetCore;

/// <summary>What a limit counts by.</summary>
public enum OtpLimitKind
{
    /// <summary>The number, in addition to <see cref="Offer18OtpOptions.MaxSendsPerMsisdn"/>, which always holds.</summary>
    Number,

    /// <summary>The browser, as far as it keeps our cookie.</summary>
    Browser,

    /// <summary>The visitor's address; of IPv6 the first 64 bits.</summary>
    Address,

    /// <summary>The number's country.</summary>
    Country,

    /// <summary>The number without its last four digits.</summary>
    Prefix,

    /// <summary>The campaign as a whole.</summary>
    Campaign,
}
