using System.Globalization;
using System.Net.Http.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>Somebody with a number and a browser, who clicks once where he is told to, and what that cost at Offer18.</summary>
internal sealed class Visitor(OtpBrowserClient browser, Offer18Simulator offer18, string msisdn) : IDisposable
{
    /// <summary>What the gate lets through.</summary>
    public const string In = "in";

    // An answer that never comes fails a test; how soon one must come is the test's to say.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private string? _token;
    private int _guesses;

    /// <summary>The code of the last SMS.</summary>
    public string Code => offer18.LatestCode(msisdn) ?? throw new InvalidOperationException("No code was sent.");

    /// <summary>How many SMS were sent to him.</summary>
    public int Sent => Calls("otp_gen").Count();

    /// <summary>How many codes of his Offer18 was asked to check.</summary>
    public int Checked => Calls("otp_verify").Count();

    /// <summary>How many conversions Offer18 has booked for him.</summary>
    public int Converted => offer18.Codes.Used(msisdn);

    /// <summary>How often Offer18 was asked to check the right code; it takes one once.</summary>
    public int RightChecked => Calls("otp_verify").Count(call => call.Parameter("otp") == offer18.LatestCode(msisdn));

    /// <summary>Loads the page: what is clicked later needs nothing more.</summary>
    public async Task<Visitor> ArriveAsync()
    {
        _token = await browser.TokenAsync();
        return this;
    }

    public Task<string> GenerateAsync() => PostAsync("generate", new { msisdn = "+" + msisdn });

    public Task<string> VerifyAsync() => PostAsync("verify", new { otp = Code });

    /// <summary>Types a wrong code, another one each time.</summary>
    public Task<string> GuessAsync() =>
        PostAsync("verify", new { otp = $"{(int.Parse(Code, CultureInfo.InvariantCulture) + Interlocked.Increment(ref _guesses)) % 1_000_000:000000}" });

    /// <summary>Asks for what is behind the gate.</summary>
    public async Task<string> EnterAsync()
    {
        var answer = await browser.SendAsync(new(HttpMethod.Get, "/api/tonight")).WaitAsync(Bound, TestContext.Current.CancellationToken);
        return answer.Text("game") is not null ? In : answer.Code ?? answer.Body;
    }

    public void Dispose() => browser.Dispose();

    private IEnumerable<SimulatedCall> Calls(string operation) =>
        offer18.Calls.Where(call => call.Operation == operation && call.Parameter("msisdn")?.TrimStart('+') == msisdn);

    // Nothing is what a load balancer says of a node that is dead.
    private async Task<string> PostAsync(string operation, object body)
    {
        var answer = await browser.PostAsync($"{OtpBrowserClient.DefaultPrefix}/{operation}", JsonContent.Create(body), _token)
            .WaitAsync(Bound, TestContext.Current.CancellationToken);
        return answer.Body.Length == 0 ? "" : answer.Code ?? answer.State ?? answer.Body;
    }
}
