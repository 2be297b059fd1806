using System.Net.Http.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>A visitor by HTTP, who clicks once and tells what the site said: a state, or the code of an error.</summary>
internal sealed class HttpVisitor(OtpBrowserClient browser, Phone phone) : Visitor(phone), IDisposable
{
    /// <summary>What the gate lets through.</summary>
    public const string In = "in";

    // An answer that never comes fails a test; how soon one must come is the test's to say.
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    private string? _token;

    /// <summary>Loads the page: what is clicked later needs nothing more.</summary>
    public async Task<HttpVisitor> ArriveAsync()
    {
        _token = await browser.TokenAsync();
        return this;
    }

    public override Task<string> GenerateAsync() => PostAsync("generate", new { msisdn = "+" + Phone.Msisdn });

    public override Task<string> VerifyAsync(string code) => PostAsync("verify", new { otp = code });

    /// <summary>Asks for what is behind the gate.</summary>
    public async Task<string> EnterAsync()
    {
        var answer = await browser.SendAsync(new(HttpMethod.Get, "/api/tonight")).WaitAsync(Bound, TestContext.Current.CancellationToken);
        return answer.Text("game") is not null ? In : answer.Code ?? answer.Body;
    }

    public void Dispose() => browser.Dispose();

    // Nothing is what a load balancer says of a node that is dead.
    private async Task<string> PostAsync(string operation, object body)
    {
        var answer = await browser.PostAsync($"{OtpBrowserClient.DefaultPrefix}/{operation}", JsonContent.Create(body), _token)
            .WaitAsync(Bound, TestContext.Current.CancellationToken);
        return answer.Body.Length == 0 ? "" : answer.Code ?? answer.State ?? answer.Body;
    }
}
