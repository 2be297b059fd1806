namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Decides which addresses a visitor may be sent to: only paths on this host. It is stricter than <c>IsLocalUrl</c>, which accepts
/// <c>/%09/evil</c>. A server or browser that gets the address later may decode it, and then it leads to another host.
/// </summary>
internal static class LocalUrl
{
    /// <summary>The longest address that is accepted, in characters. It is sent back in a <c>Location</c> header.</summary>
    public const int MaxLength = 2_048;

    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url.Length <= MaxLength && ToHeader(url).Length <= MaxLength && !url.Any(c => char.IsControl(c) || c == '\\') && !LeadsElsewhere(url);

    public static string? OrNull(string? url) => IsLocal(url) ? url : null;

    /// <summary>
    /// The address as a header can carry it. Encoded parts stay as they are; spaces and non-ASCII characters are encoded.
    /// </summary>
    public static string ToHeader(string url) =>
        string.Concat(url.EnumerateRunes().Select(rune =>
            rune.Value is > ' ' and < 0x7F ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    // "//host" leads to another host, and browsers read "/\host" the same way. Encoded forms are refused too, at any depth.
    private static bool LeadsElsewhere(string url)
    {
        var decoded = url;
        for (var i = 0; i < 4; i++)
        {
            if (decoded.Length > 1 && (decoded[1] is '/' or '\\' || char.IsControl(decoded[1]) || char.IsWhiteSpace(decoded[1])))
            {
                return true;
            }

            var next = Uri.UnescapeDataString(decoded);
            if (next == decoded)
            {
                return false;
            }

            decoded = next;
        }

        return true;
    }
}
