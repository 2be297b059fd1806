using System.Globalization;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>How many files, and so connections, the system lets this process have open.</summary>
internal static class OpenFiles
{
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>The limit that holds now (<c>ulimit -n</c>), or null if there is none or the system does not tell. Linux tells.</summary>
    public static int? Limit()
    {
        try
        {
            return File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
                && int.TryParse(line[Name.Length..].TrimStart().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    ? limit
                    : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
