using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Offer18.Otp.Simulator;
using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed partial class MagicNumberTests
{
    private const string Reset = "reset";
    private const string Silence = "reset after 00:02:00";
    private const string Sent = """200 {"status":"200","response":"otp_sent","data":"ID"}""";
    private const string Verified = """200 {"status":"200","response":"otp_verified"}""";

    public static TheoryData<string, string, string?> Outcomes => new()
    {
        { "447700900400", Error("invalid msisdn"), null },
        { "447700900401", Error("MSISDN Blacklisted."), null },
        { "447700900402", Error("invalid operator"), null },
        { "447700900403", Error("NOT_ELIGIBLE"), null },
        { "447700900404", Error("ALREADY_SUBSCRIBED"), null },
        { "447700900405", Error("Frequent Limitation"), null },
        { "447700900406", """400 {"status":"400","error":"invalid_user_credentials"}""", null },
        { "447700900407", Error("E7731 subscriber profile mismatch"), null },
        { "447700900500", "500 <html><body><h1>500 Internal Server Error</h1></body></html>", null },
        { "447700900501", "429 retry-after 30 ", null },
        { "447700900502", "200 <!DOCTYPE html><title>Maintenance</title><h1>We'll be back soon</h1>", null },
        { "447700900503", """200 {"status":"200","response":"otp_se""", null },
        { "447700900504", Reset, null },
        { "447700900505", Silence, null },
        { "447700900600", Sent, Error("INVALID_PIN") },
        { "447700900601", Sent, Error("PIN_EXPIRED") },
        { "447700900602", Sent, Error("MAX_PIN_RETRIES") },
        { "447700900603", Sent, Error("PIN request needed") },
        { "447700900604", Sent, Error("INSUFFICIENT_FUNDS") },
        { "447700900605", Sent, Error("ALREADY_SUBSCRIBED") },
        { "447700900606", Sent, "500 <html><body><h1>500 Internal Server Error</h1></body></html>" },
        { "447700900607", Sent, Reset },
        { "447700900608", Sent, Silence },
        { "447700900609", Sent, Reset },
        { "447700900700", """200 {"status":"200","response":"otp_sent","data":NUMBER}""", Verified },
        { "447700900701", """200 {"status":"200","response":"otp_sent","data":{"requestId":"ID"}}""", Verified },
        { "447700900702", """200 {"status":"200","response":"otp_sent","data":{"request_id":"ID"}}""", Verified },
        { "447700900703", """200 {"status":"200","response":"otp_sent","data":null}""", Verified },
        { "447700900704", """200 {"status":"200","response":"otp_sent"}""", Verified },
        { "447700900705", """200 {"status":200,"response":"otp_sent","data":"ID"}""", """200 {"status":200,"response":"otp_verified"}""" },
        { "447700900706", Sent + " after 00:00:03", Verified + " after 00:00:03" },

        // Ordinary numbers, below and above those of the table.
        { "447700900000", Sent, Verified },
        { "447700900399", Sent, Verified },
        { "447700900999", Sent, Verified },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task A_number_brings_its_outcome_about(string msisdn, string generated, string? verified)
    {
        var clock = new TimerWatchingTime();
        await using var server = await Offer18SimulatorServer.StartAsync(timeProvider: clock, cancellationToken: Cancellation);
        using var client = new WireClient(server);

        var answer = await DescribeAsync(clock, client.PostAsync("otp_gen", $"msisdn={msisdn}"), generated);
        var requestId = RequestId().Match(answer).Value;
        Assert.Equal(generated, Number().Replace(RequestId().Replace(answer, "ID"), "NUMBER"));

        if (verified is null)
        {
            Assert.Empty(server.Simulator.Inbox);
            return;
        }

        var code = Assert.Single(server.Simulator.Inbox).Code;
        var number = Number().Match(answer).Value;
        var parameters = $"msisdn={msisdn}&otp={code}&request_id={requestId}{number}";
        Assert.Equal(verified, await DescribeAsync(clock, client.PostAsync("otp_verify", parameters), verified));
    }

    [Fact]
    public void Every_magic_number_has_its_outcome_here() =>
        Assert.Subset(
            Outcomes.Select(row => row.Data.Item1).ToHashSet(),
            MagicNumbers.All.Keys.ToHashSet());

    [Fact]
    public void Every_magic_number_is_reserved_for_fiction() =>
        Assert.All(MagicNumbers.All.Keys, msisdn => Assert.Matches("^447700900[4-7][0-9]{2}$", msisdn));

    [Fact]
    public async Task A_lost_answer_was_a_success_all_the_same()
    {
        await using var server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        using var client = new WireClient(server);
        var requestId = await client.GenerateAsync("447700900609");
        var code = server.Simulator.LatestCode("447700900609");

        Assert.Equal(WireClient.Error("The pin is not valid."), await client.VerifyAsync("447700900609", "x", requestId));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.VerifyAsync("447700900609", code, requestId));
        Assert.Equal(WireClient.Error("msisdn already active"), await client.VerifyAsync("447700900609", code, requestId));
    }

    [Fact]
    public async Task A_caller_may_give_up_on_a_silent_call_and_the_server_still_stops()
    {
        var server = await Offer18SimulatorServer.StartAsync(timeProvider: new TimerWatchingTime(), cancellationToken: Cancellation);
        using var client = new WireClient(server);
        client.Http.Timeout = TimeSpan.FromMilliseconds(200);

        await Assert.ThrowsAsync<TaskCanceledException>(() => client.PostAsync("otp_gen", "msisdn=447700900505"));
        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
    }

    [Fact]
    public async Task A_number_in_place_of_the_request_id_is_a_json_number()
    {
        await using var server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        using var client = new WireClient(server);
        using var response = await client.PostAsync("otp_gen", "msisdn=447700900700");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(JsonValueKind.Number, body.RootElement.GetProperty("data").ValueKind);
    }

    private static string Error(string text) => $"200 {WireClient.Error(text)}";

    private static async Task<string> DescribeAsync(TimerWatchingTime clock, Task<HttpResponseMessage> call, string expected)
    {
        var start = clock.GetUtcNow();

        if (After().Match(expected) is { Success: true } after)
        {
            await clock.TimerAsync(Cancellation);
            Assert.False(call.IsCompleted);
            clock.Advance(TimeSpan.Parse(after.Groups[1].Value, null));
        }

        var suffix = clock.GetUtcNow() == start ? "" : $" after {clock.GetUtcNow() - start}";

        try
        {
            using var response = await call;
            var retry = response.StatusCode == HttpStatusCode.TooManyRequests
                ? $"retry-after {response.Headers.RetryAfter?.Delta?.TotalSeconds} "
                : "";
            return $"{(int)response.StatusCode} {retry}{await response.Content.ReadAsStringAsync(Cancellation)}{suffix}";
        }
        catch (HttpRequestException)
        {
            return Reset + suffix;
        }
    }

    [GeneratedRegex("(?<=\")[0-9a-f]{24}(?=\")")]
    private static partial Regex RequestId();

    [GeneratedRegex("(?<=:)[0-9]{15}(?=})")]
    private static partial Regex Number();

    [GeneratedRegex("after (00:.*)$")]
    private static partial Regex After();
}
