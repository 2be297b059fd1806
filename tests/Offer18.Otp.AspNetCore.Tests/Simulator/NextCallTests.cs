using System.Net;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>What somebody decides about the next call, for a number that is not special.</summary>
public sealed class NextCallTests : IAsyncLifetime
{
    private const string Msisdn = "447700900123";

    private static readonly string Subscribed = WireClient.Error("ALREADY_SUBSCRIBED");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private Offer18SimulatorServer _server = null!;
    private WireClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Offer18Simulator Offer18 => _server.Simulator;

    public async ValueTask InitializeAsync()
    {
        _server = await Offer18SimulatorServer.StartAsync(timeProvider: _clock, cancellationToken: Cancellation);
        _client = new WireClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_outcome_counts_once_for_whichever_number_asks_next()
    {
        Offer18.NextOutcome = "447700900404";

        Assert.Equal(Subscribed, await AskAsync());
        Assert.Null(Offer18.NextOutcome);
        Assert.Contains("otp_sent", await AskAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("447700900605", "ALREADY_SUBSCRIBED")]
    [InlineData("447700900601", "PIN_EXPIRED")]
    public async Task An_outcome_of_a_check_waits_for_the_check(string outcome, string error)
    {
        Offer18.NextOutcome = outcome;
        Assert.Contains("otp_sent", await AskAsync(), StringComparison.Ordinal);
        Assert.Equal(outcome, Offer18.NextOutcome);

        Assert.Equal(WireClient.Error(error), await _client.VerifyAsync(Msisdn, Offer18.LatestCode(Msisdn)));
        Assert.Equal(WireClient.Verified, await _client.VerifyAsync(Msisdn, Offer18.LatestCode(Msisdn)));
    }

    [Fact]
    public async Task An_outcome_is_not_spent_on_a_call_that_is_refused_anyway()
    {
        Offer18.NextOutcome = "447700900404";
        using var refused = await _client.Http.PostAsync("api/af/otp_gen?key=wrong", null, Cancellation);
        await _client.VerifyAsync(Msisdn, "123456");

        Assert.Equal(Subscribed, await AskAsync());
    }

    [Fact]
    public async Task A_message_that_is_under_way_arrives_when_its_time_has_come()
    {
        Offer18.NextSmsDelay = TimeSpan.FromSeconds(10);
        await AskAsync();
        Assert.Empty(Offer18.Inbox);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(Offer18.Inbox);

        using var stream = await _client.Http.GetAsync("inbox/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancellation));
        Assert.Equal("event: sms", await reader.ReadLineAsync(Cancellation));

        Assert.Equal(Offer18.LatestCode(Msisdn), Assert.Single(Offer18.Inbox).Code);
        await AskAsync();
        Assert.Equal(2, Offer18.Inbox.Count);
    }

    [Fact]
    public async Task A_message_that_never_arrives_was_sent_all_the_same()
    {
        Offer18.NextSmsDelay = Timeout.InfiniteTimeSpan;
        await AskAsync();
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Empty(Offer18.Inbox);
        Assert.Equal((1, TimeSpan.Zero), (Offer18.SmsSent, Offer18.NextSmsDelay));
    }

    [Fact]
    public void Only_a_special_number_and_a_possible_delay_can_be_next()
    {
        Assert.Throws<ArgumentException>(() => Offer18.NextOutcome = Msisdn);
        Assert.Throws<ArgumentOutOfRangeException>(() => Offer18.NextSmsDelay = TimeSpan.FromSeconds(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Offer18.NextSmsDelay = TimeSpan.FromDays(2));
        Assert.Equal((null, TimeSpan.Zero), (Offer18.NextOutcome, Offer18.NextSmsDelay));
    }

    [Theory]
    [InlineData("447700900404", "40", 40)]
    [InlineData("447700900601", "0", 0)]
    [InlineData("", "never", -1)]
    public async Task The_page_s_form_decides(string outcome, string delay, int seconds)
    {
        using var response = await PostAsync("inbox/next", null, ("outcome", outcome), ("delay", delay));

        Assert.Equal(("/inbox/numbers", HttpStatusCode.OK), (response.RequestMessage!.RequestUri!.AbsolutePath, response.StatusCode));
        Assert.Equal(outcome.Length > 0 ? outcome : null, Offer18.NextOutcome);
        Assert.Equal(seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds), Offer18.NextSmsDelay);

        using var undone = await PostAsync("inbox/next", null, ("outcome", ""), ("delay", "0"));
        Assert.Equal((null, TimeSpan.Zero), (Offer18.NextOutcome, Offer18.NextSmsDelay));
    }

    [Theory]
    [InlineData("447700900123", "0")]
    [InlineData("447700900404", "soon")]
    [InlineData("447700900404", "-5")]
    [InlineData("447700900404", "86401")]
    [InlineData("447700900404", "")]
    public async Task What_the_form_does_not_offer_is_refused(string outcome, string delay)
    {
        using var response = await PostAsync("inbox/next", null, ("outcome", outcome), ("delay", delay));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(Offer18.NextOutcome);
    }

    [Theory]
    [InlineData("inbox/next")]
    [InlineData("inbox/clear")]
    public async Task Another_site_s_page_decides_nothing(string path)
    {
        await AskAsync();
        foreach (var origin in (string[])["https://elsewhere.example", "null", "http://127.0.0.1:1"])
        {
            using var response = await PostAsync(path, origin, ("outcome", "447700900404"), ("delay", "0"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Single(Offer18.Inbox);
        Assert.Null(Offer18.NextOutcome);
        using var own = await PostAsync(path, _server.Address.GetLeftPart(UriPartial.Authority), ("outcome", "447700900404"), ("delay", "0"));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    private async Task<string> AskAsync()
    {
        using var response = await _client.PostAsync("otp_gen", $"msisdn={Msisdn}");
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? origin, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await _client.Http.SendAsync(request, Cancellation);
    }
}
