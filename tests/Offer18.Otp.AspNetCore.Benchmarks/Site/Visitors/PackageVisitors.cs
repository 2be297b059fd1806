using System.Collections.Concurrent;
using System.Text.Json;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

/// <summary>Visitors of the site with the package: each browser has the cookie and the token that the status gave it.</summary>
internal sealed class PackageVisitors(LoadDriver driver) : ISiteVisitors
{
    private const string Prefix = "/offer18/otp";

    // Who has been sent a code, and has not entered it.
    private readonly ConcurrentQueue<Browser> _pending = [];

    public async Task<Round> GenerateAsync(int count)
    {
        var browsers = new Browser[count];
        await driver.RunAsync(new(
            Round.Repeat(count, [RawRequest.GetJson($"{Prefix}/status")]).Requests,
            (i, answer) => browsers[i] = new(answer.Copy(), JsonElement.Parse(answer.Text).GetProperty("antiforgeryToken").GetString()!)));
        return new(
            [.. browsers.Select(browser => RawRequest.PostJson($"{Prefix}/generate", $$"""{"msisdn":"{{Numbers.Next()}}"}""", browser.Cookie, browser.Token))],
            (i, answer) => _pending.Enqueue(browsers[i] with { Answer = answer.Copy() }));
    }

    public Task<Round> VerifyAsync(int count) => VerifyAsync(count, (_, _) => { });

    public async Task<Round> VisitGateAsync(int count)
    {
        var proved = new byte[LoadDriver.Connections][];
        await driver.RunAsync(await VerifyAsync(proved.Length, (i, answer) => proved[i] = RawRequest.GetPage("/premium", answer.Cookie)));
        return Round.Repeat(count, proved);
    }

    public Task<Round> LookAsync(int count) => Task.FromResult(Round.Repeat(count, [RawRequest.GetPage("/verify?returnUrl=%2Fpremium")]));

    private async Task<Round> VerifyAsync(int count, Action<int, RawAnswer> keep)
    {
        if (_pending.Count < count)
        {
            await driver.RunAsync(await GenerateAsync(count));
        }

        return new(
            [.. Enumerable.Range(0, count).Select(_ => _pending.TryDequeue(out var browser) ? RawRequest.PostJson($"{Prefix}/verify", """{"otp":"123456"}""", browser.Cookie, browser.Token) : [])],
            keep);
    }

    /// <param name="Answer">The newest answer with a cookie.</param>
    /// <param name="Token">The token, good as long as the browser has a cookie.</param>
    private sealed record Browser(RawAnswer Answer, string Token)
    {
        public string? Cookie => Answer.Cookie;
    }
}
