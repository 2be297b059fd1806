namespace SampleSite.Desk;

/// <param name="Asked">How often a code was asked for.</param>
/// <param name="Sent">How often one was sent.</param>
/// <param name="Wrong">How many wrong codes were typed.</param>
/// <param name="Verified">How many numbers were verified.</param>
/// <param name="Refused">How often something else was the answer, by the package's error code.</param>
internal sealed record FunnelCounts(int Asked, int Sent, int Wrong, int Verified, IReadOnlyList<(string ErrorCode, int Count)> Refused);
