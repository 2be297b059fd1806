namespace Offer18.Otp.AspNetCore.Benchmarks.Site;

/// <summary>What became of many visitors who came at once.</summary>
/// <param name="Served">How many were sent a code.</param>
/// <param name="Refused">How many were not.</param>
/// <param name="BytesEach">How much the server's memory grew at most, for each of them.</param>
/// <param name="StatusIdle">The median time of a status before they came.</param>
/// <param name="StatusMeanwhile">The same, while they waited.</param>
/// <param name="Connections">How many connections to Offer18 were made.</param>
/// <param name="All">How long it took until the last one had an answer.</param>
internal sealed record Waited(int Served, int Refused, double BytesEach, TimeSpan StatusIdle, TimeSpan StatusMeanwhile, int Connections, TimeSpan All);
