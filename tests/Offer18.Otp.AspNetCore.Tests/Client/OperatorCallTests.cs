using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>What Offer18 is sent for the numbers of an operator, and what a dead partner stops.</summary>
public sealed class OperatorCallTests : IAsyncDisposable
{
    private readonly ScriptedPeer _peer;
    private readonly LogLines _log = new();
    private readonly CampaignSite _site;
    private readonly Measurements _measured;
    private Func<string, byte[]> _answer = _ => PeerAnswer.Http(200, PeerAnswer.Sent);

    public OperatorCallTests()
    {
        _peer = new(async connection =>
        {
            for (string? request; (request = await connection.ReceiveAsync()) is not null;)
            {
                await connection.SendAsync(_answer(request));
            }
        });
        _site = new(_peer.Address, _log, campaign =>
        {
            campaign.Partner = "base";
            campaign.UserId = "base-user";
            campaign.RequestType = "base-type";
            campaign.AdditionalParameters["productId"] = "7";
            campaign.AdditionalParameters["source_id"] = "both";
            campaign.AdditionalParameters.Generate["source_id"] = "gen";
            campaign.AdditionalParameters.Verify["source_id_2"] = "ver";
            campaign.ErrorCodes["odd one"] = OtpErrorCodes.NotEligible;
            campaign.Operators.Add(new() { Name = "plain", Prefixes = { "96475" } });
            campaign.Operators.Add(new()
            {
                Name = "nova",
                Prefixes = { "96477" },
                Partner = "nova-partner",
                UserId = "nova-user",
                RequestType = "nova-type",
                AdvertiserId = 3003,
                Timeout = TimeSpan.FromSeconds(5),
                AdditionalParameters = { ["source_id"] = "nova", ["empty"] = "", Generate = { ["plan"] = "daily" }, Verify = { ["productId"] = "9" } },
                ErrorCodes = { ["Odd_One"] = OtpErrorCodes.MsisdnBlocked },
                Vocabularies = { "bdapps" },
            });
        });
        _measured = new(_site.Services);
    }

    public async ValueTask DisposeAsync()
    {
        _measured.Dispose();
        await _site.DisposeAsync();
        await _peer.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_parameter_for_one_call_goes_with_that_one_and_wins_there()
    {
        await _site.GenerateAsync();
        await _site.VerifyAsync();

        Assert.Equal("aid=1001 key mid=2002 msisdn partner=base productId=7 source_id=gen type=base-type userId=base-user", Sent(0));
        Assert.Equal("aid=1001 key mid=2002 msisdn otp partner=base productId=7 request_id source_id=both source_id_2=ver userId=base-user", Sent(1));
    }

    [Fact]
    public async Task An_operator_s_settings_stand_in_place_of_the_campaign_s()
    {
        await _site.GenerateAsync("nova");
        await _site.VerifyAsync("nova");

        Assert.Equal("aid=1001 key mid=3003 msisdn partner=nova-partner plan=daily productId=7 source_id=nova type=nova-type userId=nova-user", Sent(0));
        Assert.Equal("aid=1001 key mid=3003 msisdn otp partner=nova-partner productId=9 request_id source_id=nova source_id_2=ver userId=nova-user", Sent(1));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("gone")]
    [InlineData("")]
    public async Task An_operator_with_nothing_of_its_own_or_an_unknown_one_is_the_campaign(string name)
    {
        await _site.GenerateAsync();
        await _site.GenerateAsync(name);

        Assert.Equal(Sent(0), Sent(1));
    }

    [Fact]
    public async Task A_client_without_a_campaign_has_no_operators()
    {
        await using var site = new WireSite(_peer.Address);

        Assert.True((await site.Client.GenerateAsync(new() { Msisdn = WireSite.Msisdn, Operator = "nova" }, TestContext.Current.CancellationToken)).Succeeded);
    }

    [Fact]
    public async Task A_call_s_own_parameters_still_win()
    {
        var parameters = new Dictionary<string, string> { ["source_id"] = "mine", ["plan"] = "weekly", ["productId"] = "" };

        await _site.Client.GenerateAsync(new() { Msisdn = WireSite.Msisdn, Operator = "nova", Parameters = parameters }, TestContext.Current.CancellationToken);

        Assert.Contains(" plan=weekly productId=7 source_id=mine ", Sent(0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_s_texts_mean_what_its_operator_says()
    {
        _answer = _ => PeerAnswer.Http(200, PeerAnswer.Error("odd one"));
        Assert.Equal(OtpErrorCodes.NotEligible, (await _site.VerifyAsync()).ErrorCode);
        Assert.Equal(OtpErrorCodes.MsisdnBlocked, (await _site.VerifyAsync("nova")).ErrorCode);

        _answer = _ => PeerAnswer.Http(200, PeerAnswer.Error("E1850"));
        Assert.Equal(OtpErrorCodes.UpstreamUnrecognised, (await _site.VerifyAsync()).ErrorCode);
        Assert.Equal(OtpErrorCodes.InvalidOtp, (await _site.VerifyAsync("nova")).ErrorCode);
    }

    [Fact]
    public async Task The_time_out_of_an_operator_is_its_own()
    {
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.StallAsync();
        });
        await using var site = new CampaignSite(peer.Address, _log, campaign =>
            campaign.Operators.Add(new() { Name = "nova", Prefixes = { "96477" }, Timeout = TimeSpan.FromSeconds(5) }));

        var call = site.GenerateAsync("nova");
        await peer.Stalled.WaitAsync(TestContext.Current.CancellationToken);
        site.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(OtpErrorCodes.UpstreamUnavailable, (await call).ErrorCode);
    }

    [Fact]
    public async Task A_change_of_the_options_reaches_the_next_call_of_an_operator()
    {
        await _site.GenerateAsync("nova");
        _site.Change(campaign => campaign.FindOperator("nova")!.Partner = "other");
        await _site.GenerateAsync("nova");

        Assert.Contains("partner=other", Sent(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operators_share_the_connections_of_their_campaign()
    {
        _answer = _ => PeerAnswer.Http(200, PeerAnswer.Sent, "application/json", PeerAnswer.KeepAlive);
        foreach (var name in (string?[])[null, "nova", "plain"])
        {
            await _site.GenerateAsync(name);
        }

        Assert.Equal((3, 1), (_peer.Requests.Count, _peer.Connections));
    }

    [Fact]
    public async Task One_operator_s_dead_partner_stops_neither_another_nor_the_campaign()
    {
        await OpenAsync();

        Assert.Equal(Offer18Delivery.NotSent, (await _site.GenerateAsync("nova")).Delivery);
        Assert.True((await _site.GenerateAsync("plain")).Succeeded);
        Assert.True((await _site.GenerateAsync()).Succeeded);
    }

    [Fact]
    public async Task The_campaign_s_dead_server_leaves_its_operators_alone()
    {
        _answer = request => IsNova(request) ? PeerAnswer.Http(200, PeerAnswer.Sent) : PeerAnswer.Http(503, "");
        for (var call = 0; call < 5; call++)
        {
            await _site.GenerateAsync();
        }

        Assert.Equal(Offer18Delivery.NotSent, (await _site.GenerateAsync()).Delivery);
        Assert.True((await _site.GenerateAsync("NOVA")).Succeeded);
    }

    [Fact]
    public async Task Metrics_tell_operators_apart()
    {
        await OpenAsync();
        _answer = _ => PeerAnswer.Http(200, PeerAnswer.Error("something new"));
        await _site.VerifyAsync("plain");
        await _site.VerifyAsync("gone");

        Assert.Equal(
            [
                .. Enumerable.Repeat("s generate nova upstream_unavailable unknown upstream_unavailable", 5),
                "s verify plain upstream_unrecognised answered upstream_unrecognised", "s verify upstream_unrecognised answered upstream_unrecognised",
            ],
            _measured.Of("offer18.otp.call.duration"));
        Assert.Equal(["1 {opening} nova"], _measured.Of("offer18.otp.breaker.openings"));
        Assert.Equal(["1 {answer} verify plain unmapped_text", "1 {answer} verify unmapped_text"], _measured.Of("offer18.otp.unrecognised_answers"));
        Assert.Equal(["1 {answer} verify plain none", "1 {answer} verify none"], _measured.Of("offer18.otp.partner_texts"));
    }

    [Fact]
    public async Task The_log_tells_operators_apart()
    {
        await OpenAsync();
        _answer = _ => PeerAnswer.Http(200, PeerAnswer.Error("something new"));
        await _site.VerifyAsync("plain");
        await _site.VerifyAsync();
        _answer = _ => PeerAnswer.Http(200, "<html>");
        await _site.VerifyAsync("plain");
        _answer = _ => PeerAnswer.Http(200, PeerAnswer.Sent);
        _site.Clock.Advance(TimeSpan.FromSeconds(15));
        await _site.GenerateAsync("nova");

        Assert.All(_log.Of(1811), line => Assert.EndsWith("(HTTP 503, unknown, campaign \"\", operator \"nova\").", line, StringComparison.Ordinal));
        Assert.EndsWith("(verify, HTTP 200, campaign \"\", operator \"plain\").", Assert.Single(_log.Of(1812)), StringComparison.Ordinal);
        Assert.Equal([true, false], _log.Of(1813).Select(line => line.Contains("campaign \"\", operator \"plain\")", StringComparison.Ordinal)));
        Assert.EndsWith("(campaign \"\", operator \"nova\").", Assert.Single(_log.Of(1814)), StringComparison.Ordinal);
        Assert.EndsWith("(campaign \"\", operator \"nova\").", Assert.Single(_log.Of(1815)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_names_the_operator_as_long_as_it_is_configured()
    {
        var health = _site.Services.GetRequiredService<HealthCheckService>();
        await OpenAsync();

        var open = (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["offer18-otp"];
        Assert.Equal((HealthStatus.Degraded, "Offer18 does not answer. Campaigns: \"\" (operator \"nova\")"), (open.Status, open.Description));
        Assert.Equal([KeyValuePair.Create("operator nova (campaign \"\")", (object)_site.Clock.GetUtcNow().AddSeconds(15))], open.Data);

        _site.Change(campaign => campaign.Operators.RemoveAt(1));
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
    }

    private static bool IsNova(string request) => request.Contains("partner=nova-partner", StringComparison.Ordinal);

    private async Task OpenAsync()
    {
        _answer = request => IsNova(request) ? PeerAnswer.Http(503, "") : PeerAnswer.Http(200, PeerAnswer.Sent);
        for (var call = 0; call < 5; call++)
        {
            Assert.Equal(Offer18Delivery.Unknown, (await _site.GenerateAsync("nova")).Delivery);
        }
    }

    // Names and values in order, without the values that every call has.
    private string Sent(int index)
    {
        var query = HttpUtility.ParseQueryString(_peer.Requests.ElementAt(index).Split(' ')[1].Split('?')[1]);
        return string.Join(' ', query.AllKeys.Order(StringComparer.Ordinal).Select(name => name is "key" or "msisdn" or "otp" or "request_id" ? name : $"{name}={query[name]}"));
    }
}
