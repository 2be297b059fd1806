using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting.Documented;

namespace Offer18.Otp.AspNetCore.Tests.Limits;

/// <summary>What the site's operator does about the limits, by the endpoints of <c>docs/limits.md</c>.</summary>
public sealed class OperatorTests : IDisposable
{
    private const string Prefix = "+44770090";

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_operator_sees_what_stands_against_a_number_and_takes_it_away()
    {
        await using var site = await StartAsync();
        using var guesser = site.NewBrowser();
        await guesser.GenerateAsync(OtpSite.Number);
        for (var guess = 0; guess < 5; guess++)
        {
            await guesser.VerifyAsync(site.WrongCode);
        }

        var before = await PostAsync(site, "number", OtpSite.Number);
        Assert.Equal("44•••••0123", before.GetProperty("msisdn").GetString());
        Assert.Equal((1, 1, 5), (Number(before, "sendsInWindow"), Number(before, "sendsInDay"), Number(before, "wrongCodes")));
        Assert.Equal(site.Clock.GetUtcNow() + TimeSpan.FromSeconds(30), before.GetProperty("lockedUntil").GetDateTimeOffset());
        Assert.Equal(1, Number(before.GetProperty("prefix"), "unverified"));
        using var owner = site.NewBrowser();
        (await owner.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "attempts_exhausted");

        await PostAsync(site, "number/release", "447700900123");

        Assert.Equal("pending", (await owner.GenerateAsync(OtpSite.Number)).State);
        Assert.Equal(5, (await owner.StatusAsync()).Number("attemptsRemaining"));
        var after = await PostAsync(site, "number", " " + OtpSite.Number);
        Assert.Equal((1, 1, 0), (Number(after, "sendsInWindow"), Number(after, "sendsInDay"), Number(after, "wrongCodes")));
        Assert.DoesNotContain("7700900123", Assert.Single(_log.Of(1846)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_of_a_number_begins_anew_when_the_operator_says_so()
    {
        await using var site = await StartAsync(limits => limits.MaxSendsPerDay = 1);
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromHours(1));
        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");

        var standing = await PostAsync(site, "number", OtpSite.Number);
        Assert.Equal(site.Clock.GetUtcNow() + TimeSpan.FromHours(23), standing.GetProperty("nextSendAt").GetDateTimeOffset());
        await PostAsync(site, "number/release", OtpSite.Number);

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
    }

    [Fact]
    public async Task A_prefix_that_the_operator_closes_gets_no_code_for_a_day()
    {
        await using var site = await StartAsync(limits => limits.Mode = OtpLimitMode.Record);
        using var pending = site.NewBrowser();
        await pending.GenerateAsync(OtpSite.Number);
        await PostAsync(site, "prefix/close", Prefix);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        using var visitor = site.NewBrowser();
        var refused = await visitor.GenerateAsync("+44 7700 900124");
        refused.AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.Equal((24 * 60 * 60) - 60, refused.Number("retryAfter"));
        (await pending.ResendAsync()).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.Equal("verified", (await pending.VerifyAsync(site.Code)).State);
        using var neighbour = site.NewBrowser();
        Assert.Equal("pending", (await neighbour.GenerateAsync("+44 7400 120224")).State);
        var standing = await PostAsync(site, "prefix", Prefix);
        Assert.Equal(site.Clock.GetUtcNow() + TimeSpan.FromMinutes((24 * 60) - 1), standing.GetProperty("closedByHandUntil").GetDateTimeOffset());

        site.Clock.Advance(TimeSpan.FromMinutes((24 * 60) - 1));
        Assert.Equal("pending", (await visitor.GenerateAsync("+44 7700 900124")).State);
        Assert.StartsWith($"Warning 1847 The operator has closed prefix {Prefix} ", Assert.Single(_log.Of(1847)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_that_a_guard_has_closed_is_opened_by_the_operator()
    {
        await using var site = await StartAsync(limits => limits.MaxUnverifiedPerPrefix = 1);
        using var first = site.NewBrowser();
        await first.GenerateAsync(OtpSite.Number);
        using var second = site.NewBrowser();
        (await second.GenerateAsync("+44 7700 900124")).AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        var closed = await PostAsync(site, "prefix", "44 770090");
        Assert.Equal(site.Clock.GetUtcNow() + TimeSpan.FromMinutes(30), closed.GetProperty("guardClosedUntil").GetDateTimeOffset());

        await PostAsync(site, "prefix/open", Prefix);

        Assert.Equal("pending", (await second.GenerateAsync("+44 7700 900124")).State);
        Assert.Single(_log.Of(1848));
    }

    [Fact]
    public async Task What_the_operator_has_closed_by_hand_he_can_open_again()
    {
        await using var site = await StartAsync();
        await PostAsync(site, "prefix/close", " " + Prefix);
        site.Clock.Advance(TimeSpan.FromHours(1));
        await PostAsync(site, "prefix/close", Prefix);
        Assert.Equal(site.Clock.GetUtcNow() + TimeSpan.FromDays(1), (await PostAsync(site, "prefix", Prefix)).GetProperty("closedByHandUntil").GetDateTimeOffset());
        await PostAsync(site, "prefix/open", Prefix);

        using var visitor = site.NewBrowser();
        Assert.Equal("pending", (await visitor.GenerateAsync(OtpSite.Number)).State);
    }

    [Theory]
    [InlineData("number", "12")]
    [InlineData("number", "a number")]
    [InlineData("number/release", "")]
    [InlineData("prefix", "44 7700 abc")]
    [InlineData("prefix/close", "4")]
    [InlineData("prefix/open", "+447700900123")]
    public async Task What_is_no_number_and_no_prefix_is_refused(string path, string typed)
    {
        await using var site = await StartAsync();

        using var answer = await SendAsync(site, path, typed);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_but_the_operator_gets_an_answer()
    {
        await using var site = await StartAsync();

        using var answer = await SendAsync(site, "number", OtpSite.Number, isOperator: false);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static int Number(JsonElement standing, string member) => standing.GetProperty(member).GetInt32();

    private static async Task<JsonElement> PostAsync(OtpSite site, string path, string typed)
    {
        using var answer = await SendAsync(site, path, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
    }

    private static async Task<HttpResponseMessage> SendAsync(OtpSite site, string path, string typed, bool isOperator = true)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
        if (isOperator)
        {
            using var signedIn = await client.GetAsync(new Uri("/sign-in/operator", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        return await client.PostAsJsonAsync($"/operator/otp/{path}", new { value = typed }, TestContext.Current.CancellationToken);
    }

    private Task<OtpSite> StartAsync(Action<OtpLimitOptions>? configure = null) => OtpSite.StartAsync(
        build: builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(_log);
            SignIns.All["cookie"](builder.Services);
        },
        map: app =>
        {
            SignIns.Map(app);
            OperatorEndpoints.Map(app);
        },
        options: options => configure?.Invoke(options.Limits));
}
