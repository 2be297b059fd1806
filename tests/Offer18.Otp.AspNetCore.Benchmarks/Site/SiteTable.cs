using System.Globalization;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>Writes what was measured as Markdown. "By CPU" is the ratio as it would be if nothing else ran on the server's core.</summary>
internal static class SiteTable
{
    public static void WriteHead(TextWriter output) => output.WriteLine(
        """
        | package; by hand | requests/s | ratio | CPU µs | ratio by CPU | bytes allocated | bytes of an answer | connections per call |
        |---|---|---|---|---|---|---|---|
        """);

    public static void Write(TextWriter output, string name, Measured package, Measured byHand) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {package.RequestsPerSecond:N0}; {byHand.RequestsPerSecond:N0} | **{package.RequestsPerSecond / byHand.RequestsPerSecond:N2}** | {package.CpuMicroseconds:N0}; {byHand.CpuMicroseconds:N0} | {byHand.CpuMicroseconds / package.CpuMicroseconds:N2} | {package.AllocatedBytes:N0}; {byHand.AllocatedBytes:N0} | {package.AnswerBytes:N0}; {byHand.AnswerBytes:N0} | {Connections(package)}; {Connections(byHand)} |"));

    public static void WriteHeadOfWaiting(TextWriter output) => output.WriteLine(
        """

        | waiting at once | served; refused | KB each | status, median ms: idle; meanwhile | connections to Offer18 | all over after |
        |---|---|---|---|---|---|
        """);

    public static void Write(TextWriter output, string name, Waited waited) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {waited.Served:N0}; {waited.Refused:N0} | {waited.BytesEach / 1024:N0} | {waited.StatusIdle.TotalMilliseconds:N1}; {waited.StatusMeanwhile.TotalMilliseconds:N1} | {waited.Connections:N0} | {waited.All.TotalSeconds:N1} s |"));

    private static string Connections(Measured measured) => measured.ConnectionsPerCall is { } number ? number.ToString("N3", CultureInfo.InvariantCulture) : "–";
}
