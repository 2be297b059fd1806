namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>What the site's owner has said of a number, an address or a country.</summary>
internal enum AllowListed
{
    /// <summary>Nothing: the limits decide.</summary>
    No,

    /// <summary>No limit applies.</summary>
    Always,

    /// <summary>It is refused.</summary>
    Never,
}
