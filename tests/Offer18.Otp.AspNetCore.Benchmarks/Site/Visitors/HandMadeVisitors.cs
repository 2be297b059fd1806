using Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Visitors;

/// <summary>Visitors of the site by hand. It knows none of them, but for a cookie at the gate.</summary>
internal sealed class HandMadeVisitors(LoadDriver driver) : ISiteVisitors
{
    public Task<Round> GenerateAsync(int count) =>
        EachAsync(count, () => RawRequest.PostJson("/generate", $$"""{"msisdn":"{{Numbers.Next()}}"}"""));

    public Task<Round> VerifyAsync(int count) =>
        EachAsync(count, () => RawRequest.PostJson("/verify", $$"""{"msisdn":"{{Numbers.Next()}}","otp":"123456","requestId":"000000000000000000000001"}"""));

    public async Task<Round> VisitGateAsync(int count)
    {
        var signedIn = new byte[LoadDriver.Connections][];
        await driver.RunAsync(new(
            Round.Repeat(signedIn.Length, [RawRequest.GetPage("/sign-in")]).Requests,
            (i, answer) => signedIn[i] = RawRequest.GetPage("/premium", answer.Cookie)));
        return Round.Repeat(count, signedIn);
    }

    public Task<Round> LookAsync(int count) => Task.FromResult(Round.Repeat(count, [RawRequest.GetPage("/by-hand?returnUrl=%2Fpremium")]));

    private static Task<Round> EachAsync(int count, Func<byte[]> request) => Task.FromResult(new Round([.. Enumerable.Range(0, count).Select(_ => request())]));
}
