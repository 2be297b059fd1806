namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

/// <summary>What one round asks.</summary>
/// <param name="Requests">The requests, ready to be sent.</param>
/// <param name="Keep">Takes from an answer what a later round needs; null if none needs anything.</param>
internal sealed record Round(IReadOnlyList<byte[]> Requests, Action<int, RawAnswer>? Keep = null)
{
    /// <summary>Asks the same of a few browsers in turn.</summary>
    public static Round Repeat(int count, IReadOnlyList<byte[]> requests) => new([.. Enumerable.Range(0, count).Select(i => requests[i % requests.Count])]);
}
