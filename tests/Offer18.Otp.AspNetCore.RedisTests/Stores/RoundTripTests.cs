using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Offer18.Otp.AspNetCore.RedisTests.Stores;

/// <summary>
/// What a visitor's request costs: the scripts as Redis itself counts them, and the waits, over a line on which an answer takes a while. Commands that are
/// under way at the same time are one wait.
/// </summary>
public sealed partial class RoundTripTests : IAsyncLifetime
{
    private static readonly TimeSpan Line = TimeSpan.FromMilliseconds(50);

    private ProfilingSession _profile = new();
    private RedisServer _redis = null!;
    private TcpProxy _line = null!;
    private ConnectionMultiplexer _connection = null!;
    private OtpSite _site = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _line = await TcpProxy.StartAsync(_redis.Port);
        _connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_line.Port}");
        _connection.RegisterProfiler(() => _profile);
        _site = await OtpSite.StartAsync(
            builder => builder.Services.AddSingleton<IConnectionMultiplexer>(_connection),
            app =>
            {
                app.MapGet("/sign-in/{name}", (string name, HttpContext context) => context.SignInAsync(new ClaimsPrincipal(
                    new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "test"))));
                app.MapGet("/premium", () => "in").RequireOtpVerified();
            },
            before: builder =>
            {
                builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
                builder.Services.AddOffer18Otp(_ => { }).AddRedisStores();
            },
            clock: new FakeTimeProvider(TimeProvider.System.GetUtcNow()));

        // A server is told a script once.
        using var first = _site.NewBrowser();
        await VerifyAsync(first, "900198");
        await VerifyAsync(first, "900199");
        await first.GetPageAsync("/sign-in/first");
        Assert.Equal(HttpStatusCode.OK, (await first.GetPageAsync("/premium")).Status);
    }

    [Fact]
    public async Task A_generate_waits_five_times_and_a_verify_three_and_a_question_once()
    {
        using var browser = _site.NewBrowser();
        var token = await browser.TokenAsync();
        _line.Answers.Delay = Line;

        // The first looks for a pending code. Then eleven counters are taken, while three are asked whether the code could be checked, and one whether the prefix is closed by hand. Another notes what the
        // browser asked for, in another slot. Beside the end of the send two give back what is kept for when the number is used up.
        // The two visitors of the beginning, with numbers of the same prefix, have taken the rest of it.
        await AssertAsync(4 + 11 + 4 + 2, 5, () => PostAsync(browser, "generate", new { msisdn = "+44 7700 900124" }, token));
        var code = _site.Offer18.LatestCode("447700900124");
        await AssertAsync(1, 1, () => browser.StatusAsync());
        // Three counters are taken. A right code gives these and the five of its send back, beside the end of the attempt.
        await AssertAsync(2 + 3, 3, () => PostAsync(browser, "verify", new { otp = Phone.OtherThan(code!) }, token), HttpStatusCode.UnprocessableEntity);
        await AssertAsync(2 + 3 + 8, 3, () => PostAsync(browser, "verify", new { otp = code }, token));

        await AssertAsync(1, 1, () => browser.GetPageAsync("/premium"));
        await AssertAsync(1, 1, () => browser.StatusAsync());
        await AssertAsync(2, 2, () => PostAsync(browser, "verify", new { otp = code }, token));
    }

    [Fact]
    public async Task A_verify_that_takes_a_former_proof_back_waits_no_longer()
    {
        using var browser = _site.NewBrowser();
        await VerifyAsync(browser, "900123");
        var token = await browser.TokenAsync();
        await browser.GenerateAsync("+44 7700 900125");
        _line.Answers.Delay = Line;

        await AssertAsync(3 + 3 + 8, 3, () => PostAsync(browser, "verify", new { otp = _site.Offer18.LatestCode("447700900125") }, token));
    }

    [Fact]
    public async Task A_resend_waits_four_times_and_one_that_is_too_soon_three()
    {
        using var browser = _site.NewBrowser();
        await browser.GenerateAsync("+44 7700 900127");
        var token = await browser.TokenAsync();
        _line.Answers.Delay = Line;

        // What was taken is given back. That is the third, and no visitor waits for it.
        await AssertAsync(1 + 11 + 4 + 9, 3, () => PostAsync(browser, "generate", new { }, token), HttpStatusCode.TooManyRequests);

        // What is counted for the number, its cool-down among it, is forgotten.
        foreach (var number in _connection.GetServers().Single().Keys(pattern: "*:n").ToArray())
        {
            await _connection.GetDatabase().KeyDeleteAsync(number);
        }

        await AssertAsync(3 + 11 + 4 + 2, 4, () => PostAsync(browser, "generate", new { }, token));
    }

    [Fact]
    public async Task A_sign_in_after_the_verification_costs_one_write_and_no_more()
    {
        using var browser = _site.NewBrowser();
        await VerifyAsync(browser, "900126");
        await browser.GetPageAsync("/sign-in/amal");
        _line.Answers.Delay = Line;

        await AssertAsync(2, 2, () => browser.GetPageAsync("/premium"));
        await AssertAsync(1, 1, () => browser.GetPageAsync("/premium"));
        _line.Answers.Delay = TimeSpan.Zero;
        await browser.GetPageAsync("/sign-in/bilal");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetPageAsync("/premium")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _connection.DisposeAsync();
        await _line.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private async Task VerifyAsync(OtpBrowserClient browser, string number)
    {
        await browser.GenerateAsync("+44 7700 " + number);
        Assert.Equal("verified", (await browser.VerifyAsync(_site.Offer18.LatestCode("447700" + number))).State);
    }

    private static Task<OtpAnswer> PostAsync(OtpBrowserClient browser, string operation, object body, string token) =>
        browser.PostAsync($"{OtpBrowserClient.DefaultPrefix}/{operation}", System.Net.Http.Json.JsonContent.Create(body), token);

    private async Task AssertAsync(int scripts, int waits, Func<Task<OtpAnswer>> request, HttpStatusCode status = HttpStatusCode.OK)
    {
        var before = await ScriptsAsync();
        _profile = new ProfilingSession();

        Assert.Equal(status, (await request()).Status);
        // What is given back may still be under way. It comes before this, on the same line.
        await _connection.GetDatabase().PingAsync();

        Assert.Equal((scripts, waits), (await ScriptsAsync() - before, Waits(_profile.FinishProfiling().Where(command => command.Command != "PING"))));
    }

    // The most commands of which each was made after the one before was answered.
    private static int Waits(IEnumerable<IProfiledCommand> commands)
    {
        var waits = 0;
        var answered = DateTime.MinValue;
        foreach (var command in commands.OrderBy(command => command.CommandCreated + command.ElapsedTime))
        {
            if (command.CommandCreated >= answered)
            {
                waits++;
                answered = command.CommandCreated + command.ElapsedTime;
            }
        }

        return waits;
    }

    private async Task<int> ScriptsAsync() => Calls().Matches(await _redis.ExecuteAsync("INFO", "commandstats"))
        .Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("cmdstat_(?:eval|evalsha|script[^:]*):calls=([0-9]+)")]
    private static partial Regex Calls();
}
