namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Evidence of what a visitor agreed to when he asked for the code. The server makes it of what it has rendered itself, so a visitor cannot claim to
/// have seen another text.
/// </summary>
public sealed record OtpConsent
{
    /// <summary>The campaign; empty is the default one.</summary>
    public required string Campaign { get; init; }

    /// <summary>The number, E.164 with <c>+</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>The name of the number's operator; null if the campaign has none for it.</summary>
    public string? Operator { get; init; }

    /// <summary>
    /// The terms as the page showed them: plain text, with single spaces and a line for each block. Null if the server has not rendered them: a client
    /// without a page of ours has agreed, or the page is plain HTML.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>The SHA-256 of <see cref="Text"/> in UTF-8, as 64 hexadecimal digits in lower case; null where the text is.</summary>
    public string? TextSha256 { get; init; }

    /// <summary>The language of the page, as a culture's name; null where <see cref="Text"/> is.</summary>
    public string? Culture { get; init; }

    /// <summary>The text of the button that was pressed; null where <see cref="Text"/> is.</summary>
    public string? Button { get; init; }

    /// <summary>When the page was rendered, by the server's clock; null where <see cref="Text"/> is.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>When the visitor agreed, by the server's clock.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The visitor's address; null if unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser calls itself (<c>User-Agent</c>), at most 512 characters; null if it does not say.</summary>
    public string? Agent { get; init; }

    /// <summary>The type's name. A record's own text would show personal data.</summary>
    public override string ToString() => nameof(OtpConsent);
}
