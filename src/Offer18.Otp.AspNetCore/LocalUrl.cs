namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Decides which addresses a visitor may be sent to: only paths on this host. It is stricter than <c>IsLocalUrl</c>, which accepts
/// <c>/%09/evil</c> and <c>/..//evil</c>. A server or browser that gets the address later may decode and normalize it, and then it leads to
/// another host.
/// </summary>
internal static class LocalUrl
{
    /// <summary>The longest address that is accepted, in characters. It is sent back in a <c>Location</c> header.</summary>
    public const int MaxLength = 2_048;

    /// <summary>The longest address that is kept, in a store or a cookie. A longer one is in the address of the page, or is lost.</summary>
    public const int MaxKeptLength = 512;

    public static bool IsLocal(string? url) =>
        url is ['/', ..] && url.Length <= MaxLength && ToHeader(url).Length <= MaxLength && !url.Any(c => char.IsControl(c) || c == '\\') && !LeadsElsewhere(url);

    public static string? OrNull(string? url) => IsLocal(url) ? url : null;

    /// <summary>The address, if it is local and short enough to be kept.</summary>
    public static string? KeptOrNull(string? url) => url?.Length <= MaxKeptLength ? OrNull(url) : null;

    /// <summary>
    /// The address as a header can carry it. Encoded parts stay as they are; spaces and non-ASCII characters are encoded.
    /// </summary>
    public static string ToHeader(string url) => url.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? string.Concat(url.EnumerateRunes().Select(rune => rune.Value is > ' ' and < 0x7F ? rune.ToString() : Uri.EscapeDataString(rune.ToString())))
        : url;

    // Whoever gets the address later may decode it, to any depth. None of what it then is may lead to another host.
    private static bool LeadsElsewhere(string url)
    {
        var path = url.Split('?', '#')[0];
        for (var i = 0; i < 4; i++)
        {
            if (BeginsWithTwoSlashes(path))
            {
                return true;
            }

            var next = Uri.UnescapeDataString(path);
            if (next == path)
            {
                return false;
            }

            path = next;
        }

        return true;
    }

    // Browsers drop tabs and line ends, and some programs drop every blank. Each reading has other segments.
    private static bool BeginsWithTwoSlashes(string path) =>
        new[] { path, Without(path, c => c is '\t' or '\r' or '\n'), Without(path, c => char.IsControl(c) || char.IsWhiteSpace(c)) }.Any(IsReadAsTwoSlashes);

    private static string Without(string path, Func<char, bool> isDropped) => path.Any(isDropped) ? string.Concat(path.Where(c => !isDropped(c))) : path;

    // Whether a browser reads "//host" (WHATWG URL: a backslash is a slash, an encoded dot is a dot), or whether that is left when the dot segments
    // are resolved: a program that reads the path of an address, and goes there, is led to that host.
    private static bool IsReadAsTwoSlashes(string path)
    {
        path = path.Replace('\\', '/').Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
        var parts = path.Split('/')[1..];
        var segments = new Stack<string>();
        foreach (var segment in parts)
        {
            if (segment is "..")
            {
                segments.TryPop(out _);
            }
            else if (segment is not ".")
            {
                segments.Push(segment);
            }
        }

        if (parts[^1] is "." or "..")
        {
            segments.Push("");
        }

        return path.StartsWith("//", StringComparison.Ordinal) || segments.Count > 1 && segments.Last().Length == 0;
    }
}
