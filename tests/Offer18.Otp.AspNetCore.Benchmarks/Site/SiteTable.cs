using System.Globalization;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>Prints the rows as Markdown.</summary>
internal static class SiteTable
{
    public static void WriteHead(TextWriter output)
    {
        output.WriteLine("| | requests/s: package; by hand; ratio | CPU µs | bytes allocated | bytes of an answer | connections per call to Offer18 |");
        output.WriteLine("|---|---|---|---|---|---|");
    }

    public static void Write(TextWriter output, string name, Measured package, Measured byHand) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {package.RequestsPerSecond:N0}; {byHand.RequestsPerSecond:N0}; **{package.RequestsPerSecond / byHand.RequestsPerSecond:N2}** | {package.CpuMicroseconds:N0}; {byHand.CpuMicroseconds:N0} | {package.AllocatedBytes:N0}; {byHand.AllocatedBytes:N0} | {package.AnswerBytes:N0}; {byHand.AnswerBytes:N0} | {Connections(package)}; {Connections(byHand)} |"));

    private static string Connections(Measured measured) => measured.ConnectionsPerCall is { } number ? number.ToString("N3", CultureInfo.InvariantCulture) : "–";
}
