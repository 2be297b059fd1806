using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>When Offer18 is dead, the first visitors wait and the others do not.</summary>
public sealed class BreakerTests : IAsyncDisposable
{
    private static readonly byte[] Dead = PeerAnswer.Http(503, "");
    private static readonly byte[] Alive = PeerAnswer.Http(200, PeerAnswer.Sent);

    private readonly ScriptedPeer _peer;
    private readonly ScriptedPeer _other;
    private readonly WireSite _site;
    private byte[]? _answer = Dead;

    public BreakerTests()
    {
        _peer = new(async connection =>
        {
            await connection.ReceiveAsync();
            if (_answer is null)
            {
                await connection.StallAsync();
            }
            else
            {
                await connection.SendAsync(_answer);
            }
        });
        _other = new(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendAsync(Alive);
        });
        _site = new(_peer.Address, services: services =>
        {
            WireSite.Add(services, _other.Address, campaign: "other");
            services.AddHealthChecks().AddOffer18Otp(failureStatus: HealthStatus.Unhealthy);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _peer.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Five_failures_in_a_row_open_it_and_from_then_on_nobody_waits()
    {
        await OpenAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(5));

        var result = await _site.VerifyAsync();

        Assert.Equal(OtpErrorCodes.UpstreamUnavailable, result.ErrorCode);
        Assert.Equal(Offer18Delivery.NotSent, result.Delivery);
        Assert.Equal(TimeSpan.FromSeconds(10), result.RetryAfter);
        Assert.Equal(5, _peer.Requests.Count);
    }

    [Fact]
    public async Task It_closes_by_itself_when_a_call_works_again()
    {
        await OpenAsync();
        _answer = Alive;
        _site.Clock.Advance(TimeSpan.FromSeconds(15));

        Assert.True((await _site.GenerateAsync()).Succeeded);
        Assert.True((await _site.GenerateAsync()).Succeeded);
    }

    [Fact]
    public async Task One_call_tries_for_all_and_opens_it_again_when_it_fails()
    {
        await OpenAsync();
        _answer = null;
        _site.Clock.Advance(TimeSpan.FromSeconds(15));

        var trial = _site.GenerateAsync();
        await _peer.Stalled.WaitAsync(TestContext.Current.CancellationToken);
        var meanwhile = await _site.GenerateAsync();
        _site.Clock.Advance(TimeSpan.FromSeconds(30));
        var tried = await trial;
        var after = await _site.GenerateAsync();

        Assert.Equal(Offer18Delivery.NotSent, meanwhile.Delivery);
        Assert.InRange(meanwhile.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Equal(Offer18Delivery.Unknown, tried.Delivery);
        Assert.Equal(TimeSpan.FromSeconds(15), after.RetryAfter);
        Assert.Equal(6, _peer.Requests.Count);
    }

    [Fact]
    public async Task A_trial_that_its_caller_gave_up_does_not_close_it()
    {
        await OpenAsync();
        _answer = null;
        _site.Clock.Advance(TimeSpan.FromSeconds(15));
        using var caller = new CancellationTokenSource();

        var trial = _site.Client.GenerateAsync(new() { Msisdn = WireSite.Msisdn }, caller.Token);
        await _peer.Stalled.WaitAsync(TestContext.Current.CancellationToken);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial);

        Assert.Equal(Offer18Delivery.NotSent, (await _site.GenerateAsync()).Delivery);
    }

    [Fact]
    public async Task One_campaign_s_dead_server_is_not_another_s()
    {
        await OpenAsync();

        Assert.True((await _site.GenerateAsync("other")).Succeeded);
    }

    [Theory]
    [InlineData(200, """{"status":"400","error":"INVALID_MSISDN"}""")]
    [InlineData(200, """{"status":"400","error":"something new"}""")]
    [InlineData(500, """{"status":"400","error":"INVALID_MSISDN"}""")]
    [InlineData(200, "<html>")]
    [InlineData(403, "<html>")]
    [InlineData(401, "")]
    public async Task What_the_partner_dislikes_does_not_open_it(int status, string body)
    {
        _answer = PeerAnswer.Http(status, body);
        for (var call = 0; call < 10; call++)
        {
            Assert.NotEqual(OtpErrorCodes.UpstreamUnavailable, (await _site.GenerateAsync()).ErrorCode);
        }
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Neither_do_failures_among_successes(int status)
    {
        for (var call = 0; call < 30; call++)
        {
            _answer = call % 3 == 0 ? Alive : PeerAnswer.Http(status, "");
            Assert.NotEqual(Offer18Delivery.NotSent, (await _site.GenerateAsync()).Delivery);
        }
    }

    [Fact]
    public async Task Nor_do_failures_that_are_far_apart()
    {
        for (var call = 0; call < 10; call++)
        {
            Assert.Equal(Offer18Delivery.Unknown, (await _site.GenerateAsync()).Delivery);
            _site.Clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Health_tells_an_open_circuit_from_a_closed_one_and_calls_nobody()
    {
        var health = _site.Services.GetRequiredService<HealthCheckService>();
        var cancellation = TestContext.Current.CancellationToken;

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(cancellation)).Status);

        await OpenAsync();
        var open = (await health.CheckHealthAsync(cancellation)).Entries["offer18-otp"];
        Assert.Equal(HealthStatus.Unhealthy, open.Status);
        Assert.Equal("Offer18 does not answer. Campaigns: \"\"", open.Description);
        Assert.Equal(_site.Clock.GetUtcNow().AddSeconds(15), open.Data[""]);

        // An unhealthy node gets no visitors, and without a visitor's call the breaker would stay open.
        _site.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(HealthStatus.Degraded, (await health.CheckHealthAsync(cancellation)).Status);

        Assert.Equal(5, _peer.Requests.Count);
        _answer = Alive;
        await _site.GenerateAsync();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(cancellation)).Status);
    }

    private async Task OpenAsync()
    {
        for (var call = 0; call < 5; call++)
        {
            Assert.Equal(Offer18Delivery.Unknown, (await _site.GenerateAsync()).Delivery);
        }
    }
}
