namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>What a country's plan says about a number. A later value is surer than an earlier one.</summary>
internal enum NumberUse
{
    /// <summary>No number of this country, or of a range that is not known and certainly no mobile one.</summary>
    None,

    /// <summary>Of a range that is not known: it may be a mobile number.</summary>
    Unknown,

    /// <summary>Known not to be a mobile number.</summary>
    Other,

    /// <summary>Known to be a mobile number, or of a range that has both kinds.</summary>
    Mobile,
}
