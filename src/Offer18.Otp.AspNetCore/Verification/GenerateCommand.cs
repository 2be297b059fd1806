namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>A request for a code.</summary>
internal sealed record GenerateCommand
{
    /// <summary>The number as the visitor typed it; null asks for another code to the challenge's number.</summary>
    public string? Typed { get; init; }

    /// <summary>
    /// The country (ISO 3166-1 alpha-2) that the visitor chose for a national number; null or empty means the campaign's own.
    /// </summary>
    public string? Country { get; init; }

    public bool Consent { get; init; }

    /// <summary>The sealed terms that the page showed; null if it showed none of ours.</summary>
    public string? Terms { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>Whether a page's form asks, and not a program. The page may be older than what the browser has asked for since.</summary>
    public bool IsFromPage { get; init; }

    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the number.</summary>
    public override string ToString() => nameof(GenerateCommand);
}
