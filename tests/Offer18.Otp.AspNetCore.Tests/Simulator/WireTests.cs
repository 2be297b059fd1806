using System.Net;
using System.Text.RegularExpressions;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed partial class WireTests : IAsyncLifetime
{
    private Offer18SimulatorServer _server = null!;
    private WireClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        _client = new WireClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_code_is_sent_and_verifies()
    {
        using var response = await _client.PostAsync("otp_gen", "msisdn=447700900123");
        var body = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Matches(Sent(), body);

        var code = _server.Simulator.LatestCode("447700900123");
        Assert.Matches("^[0-9]{6}$", code);
        Assert.Equal(code, _server.Simulator.LatestCode("+447700900123"));
        Assert.Equal(WireClient.Verified, await _client.VerifyAsync("447700900123", code, Sent().Match(body).Groups[1].Value));
    }

    [Theory]
    [InlineData("key=wrong&aid=1001&mid=2002")]
    [InlineData("key=simulator-key&aid=1&mid=2002")]
    [InlineData("key=simulator-key&aid=1001&mid=1")]
    [InlineData("aid=1001&mid=2002")]
    [InlineData("key=SIMULATOR-KEY&aid=1001&mid=2002")]
    [InlineData("KEY=simulator-key&aid=1001&mid=2002")]
    public async Task Wrong_credentials_are_refused_on_both_calls(string credentials)
    {
        foreach (var operation in (string[])["otp_gen", "otp_verify"])
        {
            using var response = await _client.Http.PostAsync(
                $"api/af/{operation}?{credentials}&msisdn=447700900123&otp=1234", null, Cancellation);

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal(WireClient.Error("invalid_user_credentials"), await response.Content.ReadAsStringAsync(Cancellation));
        }

        Assert.Empty(_server.Simulator.Inbox);
    }

    [Theory]
    [InlineData("")]
    [InlineData("447700")]
    [InlineData("4477009001234567")]
    [InlineData("%2B447700900123")]
    [InlineData("44770090012x")]
    [InlineData("٤٤٧٧٠٠٩٠٠١٢٣")]
    public async Task A_number_that_is_not_seven_to_fifteen_digits_is_refused(string msisdn)
    {
        using var response = await _client.PostAsync("otp_gen", $"msisdn={msisdn}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(WireClient.Error("invalid msisdn"), await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(WireClient.Error("invalid msisdn"), await _client.VerifyAsync(msisdn, "123456"));
        Assert.Empty(_server.Simulator.Inbox);
    }

    [Fact]
    public async Task Parameters_may_come_in_a_form_and_the_log_tells_where_each_was()
    {
        using var form = new FormUrlEncodedContent([new("msisdn", "447700900123"), new("partner", "p")]);
        using var response = await _client.Http.PostAsync($"api/af/otp_gen?{WireClient.Credentials}", form, Cancellation);
        Assert.Matches(Sent(), await response.Content.ReadAsStringAsync(Cancellation));

        var call = Assert.Single(_server.Simulator.Calls);
        Assert.Equal("otp_gen", call.Operation);
        Assert.Equal("POST", call.Method);
        Assert.Equal(["aid", "key", "mid"], call.Query.Keys.Order());
        Assert.Equal(["msisdn", "partner"], call.Form.Keys.Order());
        Assert.Equal("447700900123", call.Parameter("msisdn"));
        Assert.Equal("simulator-key", call.Parameter("key"));
        Assert.Null(call.Parameter("otp"));
        Assert.True(call.HasBody);
        Assert.Equal("application/x-www-form-urlencoded", call.ContentType);
    }

    [Fact]
    public async Task The_log_holds_each_answer_and_what_was_sent_and_converted_is_counted()
    {
        await _client.GenerateAsync("447700900001");
        await _client.VerifyAsync("447700900001", "x");
        await _client.VerifyAsync("447700900001", _server.Simulator.LatestCode("447700900001"));
        await _client.VerifyAsync("447700900001", _server.Simulator.LatestCode("447700900001"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.PostAsync("otp_gen", "msisdn=447700900504"));

        var answers = _server.Simulator.Calls.Select(call => call.Answer!).ToArray();
        Assert.Equal([200, 200, 200, 200, null], answers.Select(answer => answer.StatusCode));
        Assert.Matches(Sent(), answers[0].Body);
        Assert.Equal([WireClient.Error("The pin is not valid."), WireClient.Verified, WireClient.Error("msisdn already active"), ""], answers[1..].Select(answer => answer.Body));
        Assert.Equal((1, 1), (_server.Simulator.SmsSent, _server.Simulator.Conversions));
    }

    [Fact]
    public async Task The_log_holds_each_call_in_order_with_its_headers()
    {
        _client.Http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        await _client.GenerateAsync("447700900001");
        await _client.VerifyAsync("447700900001", "x");
        using var refused = await _client.Http.PostAsync("api/af/otp_gen", null, Cancellation);

        Assert.Equal(["otp_gen", "otp_verify", "otp_gen"], _server.Simulator.Calls.Select(call => call.Operation));
        Assert.All(_server.Simulator.Calls, call =>
        {
            Assert.False(call.HasBody);
            Assert.Null(call.ContentType);
            Assert.Empty(call.Form);
            Assert.Equal("application/json", call.Headers["accept"]);
            Assert.Equal(TimeSpan.Zero, call.ReceivedAt.Offset);
        });
    }

    [Theory]
    [InlineData("otp_gen")]
    [InlineData("otp_verify")]
    public async Task Only_post_is_answered(string operation)
    {
        using var response = await _client.Http.GetAsync($"api/af/{operation}?{WireClient.Credentials}&msisdn=447700900123", Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Empty(_server.Simulator.Calls);
    }

    [Fact]
    public async Task A_huge_body_is_refused_so_that_the_log_stays_small()
    {
        using var form = new FormUrlEncodedContent([new("msisdn", new string('4', 100_000))]);
        using var response = await _client.Http.PostAsync($"api/af/otp_gen?{WireClient.Credentials}", form, Cancellation);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_server.Simulator.Calls);
    }

    [GeneratedRegex("""^\{"status":"200","response":"otp_sent","data":"([0-9a-f]{24})"\}$""")]
    private static partial Regex Sent();
}
