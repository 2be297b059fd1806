namespace Offer18.Otp.AspNetCore;

/// <summary>The terms as the server rendered them beside a button, in plain text.</summary>
public sealed record OtpShownTerms
{
    /// <summary>The text: single spaces, and a line for each block.</summary>
    public required string Text { get; init; }

    /// <summary>The SHA-256 of <see cref="Text"/> in UTF-8: 64 hexadecimal digits in lower case.</summary>
    public required string TextSha256 { get; init; }

    /// <summary>The language of the page, as a culture's name.</summary>
    public required string Culture { get; init; }

    /// <summary>The button's text.</summary>
    public required string Button { get; init; }

    /// <summary>When the page was rendered, by the server's clock.</summary>
    public required DateTimeOffset ShownAt { get; init; }

    /// <summary>The type's name.</summary>
    public override string ToString() => nameof(OtpShownTerms);
}
