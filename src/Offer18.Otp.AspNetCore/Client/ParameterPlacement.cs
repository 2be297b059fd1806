namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Where the parameters other than <c>key</c>, <c>aid</c> and <c>mid</c> are sent. Offer18's tables and its examples disagree.
/// </summary>
public enum ParameterPlacement
{
    /// <summary>In the query string, without a body, as in Offer18's examples. The default.</summary>
    Query,

    /// <summary>As a form body, as in Offer18's tables. The credentials stay in the query string.</summary>
    Form,
}
