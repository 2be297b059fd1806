using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed class CodeTests : IAsyncLifetime
{
    private const string Msisdn = "447700900123";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private Offer18SimulatorServer _server = null!;
    private WireClient _client = null!;

    private string Code => _server.Simulator.LatestCode(Msisdn)!;

    private string WrongCode => Phone.OtherThan(Code);

    public async ValueTask InitializeAsync()
    {
        _server = await Offer18SimulatorServer.StartAsync(
            timeProvider: _clock, cancellationToken: TestContext.Current.CancellationToken);
        _client = new WireClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_code_verifies_once_even_when_two_hundred_ask_at_once()
    {
        var requestId = await _client.GenerateAsync(Msisdn);
        var code = Code;

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _client.VerifyAsync(Msisdn, code, requestId)));

        Assert.Single(answers, WireClient.Verified);
        Assert.Equal(199, answers.Count(answer => answer == WireClient.Error("msisdn already active")));
    }

    [Fact]
    public async Task A_thousand_numbers_at_once_each_get_a_code_of_their_own()
    {
        var msisdns = Enumerable.Range(0, 1_000).Select(n => $"96477000{n:0000}").ToArray();

        var requestIds = await Task.WhenAll(msisdns.Select(_client.GenerateAsync));
        var answers = await Task.WhenAll(msisdns.Zip(requestIds, (msisdn, requestId) =>
            _client.VerifyAsync(msisdn, _server.Simulator.LatestCode(msisdn), requestId)));

        Assert.Equal(1_000, requestIds.Distinct().Count());
        Assert.All(answers, answer => Assert.Equal(WireClient.Verified, answer));
        Assert.Equal(2_000, _server.Simulator.Calls.Count);
        Assert.Equal(100, _server.Simulator.Inbox.Count);
    }

    [Fact]
    public async Task Of_a_thousand_wrong_codes_at_once_five_are_judged()
    {
        var requestId = await _client.GenerateAsync(Msisdn);
        var wrong = WrongCode;

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => _client.VerifyAsync(Msisdn, wrong, requestId)));

        Assert.Equal(5, answers.Count(answer => answer == WireClient.Error("The pin is not valid.")));
        Assert.Equal(995, answers.Count(answer => answer == WireClient.Error("MAX_PIN_RETRIES")));
        Assert.Equal(WireClient.Error("MAX_PIN_RETRIES"), await _client.VerifyAsync(Msisdn, Code, requestId));
    }

    [Fact]
    public async Task The_right_code_is_accepted_after_five_wrong_ones()
    {
        await _client.GenerateAsync(Msisdn);

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(WireClient.Error("The pin is not valid."), await _client.VerifyAsync(Msisdn, WrongCode));
        }

        Assert.Equal(WireClient.Verified, await _client.VerifyAsync(Msisdn, Code));
    }

    [Fact]
    public async Task A_code_is_accepted_up_to_its_lifetime_and_not_after()
    {
        await _client.GenerateAsync(Msisdn);
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Equal(WireClient.Verified, await _client.VerifyAsync(Msisdn, Code));

        await _client.GenerateAsync(Msisdn);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(WireClient.Error("The pin has expired."), await _client.VerifyAsync(Msisdn, Code));
    }

    [Fact]
    public async Task Codes_are_forgotten_some_time_after_they_expired()
    {
        var requestId = await _client.GenerateAsync(Msisdn);
        var code = Code;
        Assert.Equal(1, _server.Simulator.Codes.Count);

        _clock.Advance(TimeSpan.FromMinutes(20) + TimeSpan.FromTicks(1));

        Assert.Equal(0, _server.Simulator.Codes.Count);
        Assert.Null(_server.Simulator.LatestCode(Msisdn));
        Assert.Equal(WireClient.Error("PIN request needed"), await _client.VerifyAsync(Msisdn, code, requestId));
        Assert.Equal(WireClient.Error("PIN request needed"), await _client.VerifyAsync(Msisdn, code));
    }

    [Fact]
    public async Task Each_request_has_a_code_of_its_own_and_without_one_the_newest_counts()
    {
        var firstId = await _client.GenerateAsync(Msisdn);
        var firstCode = Code;

        // Two codes can be the same by chance. The test would then show nothing.
        do
        {
            await _client.GenerateAsync(Msisdn);
        }
        while (Code == firstCode);

        Assert.Equal(WireClient.Error("The pin is not valid."), await _client.VerifyAsync(Msisdn, firstCode));
        Assert.Equal(WireClient.Verified, await _client.VerifyAsync(Msisdn, firstCode, firstId));
        Assert.Equal(WireClient.Verified, await _client.VerifyAsync(Msisdn, Code));
    }

    [Fact]
    public async Task A_request_serves_its_own_number_only()
    {
        var requestId = await _client.GenerateAsync(Msisdn);

        Assert.Equal(WireClient.Error("PIN request needed"), await _client.VerifyAsync("447700900124", Code, requestId));
        Assert.Equal(WireClient.Error("PIN request needed"), await _client.VerifyAsync("447700900124", Code));
        Assert.Equal(WireClient.Error("PIN request needed"), await _client.VerifyAsync(Msisdn, Code, "unknown"));
        Assert.Equal(WireClient.Verified, await _client.VerifyAsync(Msisdn, Code, requestId));
    }

    [Fact]
    public async Task A_used_code_is_answered_as_already_active()
    {
        await _client.GenerateAsync(Msisdn);
        await _client.VerifyAsync(Msisdn, Code);

        Assert.Equal(WireClient.Error("msisdn already active"), await _client.VerifyAsync(Msisdn, Code));
    }

    [Fact]
    public async Task A_missing_code_is_a_wrong_one()
    {
        await _client.GenerateAsync(Msisdn);

        Assert.Equal(WireClient.Error("The pin is not valid."), await _client.VerifyAsync(Msisdn, null));
    }

    [Fact]
    public async Task A_message_carries_its_number_its_code_and_the_clock_s_time()
    {
        await _client.GenerateAsync(Msisdn);

        var sms = Assert.Single(_server.Simulator.Inbox);
        Assert.Equal(Msisdn, sms.Msisdn);
        Assert.Equal(Code, sms.Code);
        Assert.Equal($"{Code} is your verification code. It is valid for 10\u00A0min. Never share it with anyone.", sms.Text);
        Assert.Equal(_clock.GetUtcNow(), sms.SentAt);
        Assert.Equal(_clock.GetUtcNow(), Assert.Single(_server.Simulator.Calls).ReceivedAt);
    }

    [Theory]
    [InlineData("zh-CN", "是您的验证码")]
    [InlineData("zh-Hans", "是您的验证码")]
    [InlineData("zh-HK", "是您的驗證碼")]
    [InlineData("ar", "رمز التحقق: ")]
    [InlineData("pt-BR", "é seu código de verificação")]
    [InlineData("pt-PT", "é o seu código de verificação")]
    [InlineData("fr", "est votre code de vérification")]
    [InlineData("he", "is your verification code")]
    [InlineData("no such language", "is your verification code")]
    public async Task A_message_is_in_the_language_that_the_call_asks_for(string language, string text)
    {
        using var response = await _client.PostAsync("otp_gen", $"msisdn={Msisdn}&language={language}");

        Assert.Contains(text, Assert.Single(_server.Simulator.Inbox).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_calls_stops_growing_at_ten_thousand()
    {
        for (var batch = 0; batch < 21; batch++)
        {
            await Task.WhenAll(Enumerable.Range(0, 500).Select(n => _client.VerifyAsync($"{batch:00}{n:00000}", "1")));
        }

        Assert.Equal(10_000, _server.Simulator.Calls.Count);
        Assert.StartsWith("20", _server.Simulator.Calls[^1].Parameter("msisdn"), StringComparison.Ordinal);
    }
}
