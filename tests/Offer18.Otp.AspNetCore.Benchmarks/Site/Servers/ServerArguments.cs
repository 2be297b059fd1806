namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>What a server is, as the words of its command line.</summary>
/// <param name="Kind"><see cref="Package"/>, or <see cref="ByHand"/>.</param>
/// <param name="Offer18">The address of the stand-in for Offer18.</param>
/// <param name="Countries">The countries whose numbers are accepted: one code, or <c>*</c>.</param>
/// <param name="Redis">The connection string of the package's stores; null for those in memory.</param>
internal sealed record ServerArguments(string Kind, Uri Offer18, string Countries, string? Redis = null)
{
    public const string Command = "site-server";
    public const string Package = "package";
    public const string ByHand = "by-hand";

    public string[] Words => [Command, Kind, Offer18.OriginalString, Countries, .. Redis is null ? (string[])[] : [Redis]];

    public static ServerArguments From(string[] words) => new(words[1], new(words[2]), words[3], words.ElementAtOrDefault(4));
}
