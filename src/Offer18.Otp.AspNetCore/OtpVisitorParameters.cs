namespace Offer18.Otp.AspNetCore;

/// <summary>
/// The names by which both calls tell the partner of the visitor. These are personal data: tell your visitors, and send only what the partner needs. A name that is not set
/// is not sent, which is the default.
/// </summary>
public sealed class OtpVisitorParameters
{
    /// <summary>The name for the visitor's address, such as <c>user_ip</c>. Behind a proxy it is the forwarded address, if the site trusts the proxy.</summary>
    public string? Address { get; set; }

    /// <summary>The name for what the browser calls itself (<c>User-Agent</c>, at most 512 characters), such as <c>ua</c>.</summary>
    public string? Agent { get; set; }

    /// <summary>The name for the language that the page speaks to the visitor, as a culture's name such as <c>ar</c> or <c>zh-Hans</c>: <c>language</c>, for instance.</summary>
    public string? Language { get; set; }

    internal IEnumerable<(string Setting, string? Name)> Names => [(nameof(Address), Address), (nameof(Agent), Agent), (nameof(Language), Language)];
}
