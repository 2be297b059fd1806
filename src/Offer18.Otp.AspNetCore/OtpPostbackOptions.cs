namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Reports an event of a campaign to a tracker: a request of this server, repeated until it is answered with 2xx. In <see cref="Url"/>, <see cref="Headers"/> and <see cref="Body"/>
/// these stand for what they name: <c>{event}</c>, <c>{event_id}</c>, <c>{campaign}</c>, <c>{operator}</c>, <c>{time}</c> (RFC 3339, UTC), <c>{unix_time}</c> (seconds), <c>{code}</c>
/// (why something was refused), <c>{msisdn_hash}</c>, and each landing parameter by either of its names, such as <c>{clickid}</c> and <c>{source_id}</c>. What is not known is empty.
/// </summary>
public sealed class OtpPostbackOptions
{
    /// <summary>The name in logs and metrics: like a campaign's. No two of a campaign have the same.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is reported. Default: <see cref="OtpPostbackEvent.Verified"/>.</summary>
    public OtpPostbackEvent Event { get; set; }

    /// <summary><c>GET</c>, <c>POST</c> or <c>PUT</c>. Default: <c>GET</c>.</summary>
    public string Method { get; set; } = "GET";

    /// <summary>
    /// The address, with <c>https:</c>. Nothing of its host may be a placeholder. <c>http:</c> is for loopback only. What is put in is encoded for an address.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>Headers of the request. What is put in keeps only what a header may have.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body, for <c>POST</c> and <c>PUT</c>. What is put in is encoded as <see cref="ContentType"/> needs it. Default: all that is known, as JSON.</summary>
    public string? Body { get; set; }

    /// <summary>The body's type: JSON, a form or plain text. Default: <c>application/json</c>.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>
    /// Signs each request, if it is set: the header <c>Offer18-Otp-Signature: t=...,v1=...</c> has the time of the request, in seconds, and the HMAC-SHA256 of that time, a
    /// dot and the body, in hexadecimal digits. Of a <c>GET</c> the path with its query stands for the body. At least 16 characters. Default: no signature.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>
    /// Whether the address may lead to this machine or into a private network. It is looked at after its name was resolved, for each connection. Default false, so that an
    /// address cannot reach what only the server can.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The type's name. Its members may hold keys.</summary>
    public override string ToString() => nameof(OtpPostbackOptions);
}
