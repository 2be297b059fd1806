using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>What a site's owner can count of what the package does and refuses. Dashboards and alarms rely on the names.</summary>
public sealed class MetricsTests
{
    private readonly StoreSwitch _stores = new();

    [Fact]
    public async Task Each_request_for_a_code_is_counted_by_its_outcome_and_by_what_decided()
    {
        // The limit by browser would come before the one by number.
        await using var site = await StartAsync(options =>
        {
            options.RequireConsent = true;
            options.Limits.Modes[OtpLimitKind.Browser] = OtpLimitMode.Off;
        });
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();

        await browser.PostAsync("/offer18/otp/generate", JsonContent.Create(new { msisdn = OtpSite.Number }), token: null);
        await browser.PostAsync("/offer18/otp", "generate", []);
        await browser.GenerateAsync(OtpSite.Number);
        await GenerateAsync("07700 900401");
        await GenerateAsync(OtpSite.Number);
        await GenerateAsync(OtpSite.Number);
        for (var resend = 0; resend < 5; resend++)
        {
            site.Clock.Advance(TimeSpan.FromSeconds(30));
            await browser.ResendAsync();
        }

        _stores.Failing.Add("BeginSend");
        await browser.ResendAsync();

        Assert.Equal(
            [
                "1 {send} forged_request site", "1 {send} invalid_msisdn site", "1 {send} consent_required site", "1 {send} msisdn_blocked call",
                "1 {send} success call", "1 {send} resend_too_soon site", "1 {send} success call", "1 {send} success call", "1 {send} success call",
                "1 {send} success call", "1 {send} send_limit_reached site", "1 {send} store_unavailable site",
            ],
            measured.Of("offer18.otp.sends"));
        Assert.Empty(measured.Of("offer18.otp.checks"));

        Task GenerateAsync(string number) => browser.PostAsync("/offer18/otp", "generate", new() { ["msisdn"] = number, ["consent"] = true });
    }

    [Fact]
    public async Task Each_check_is_counted_by_its_outcome_and_by_what_decided()
    {
        await using var site = await StartAsync();
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();

        await browser.VerifyAsync("1234");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.PostAsync("/offer18/otp/verify", JsonContent.Create(new { otp = site.Code }), token: null);
        await browser.VerifyAsync("no code");
        await browser.VerifyAsync(site.WrongCode);
        await browser.VerifyAsync(site.Code);
        await browser.VerifyAsync(site.Code);
        using var late = site.NewBrowser();
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await late.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromMinutes(10));
        await late.VerifyAsync(site.Code);
        using var guessing = site.NewBrowser();
        await guessing.GenerateAsync(OtpSite.Number);
        for (var guess = 0; guess < 6; guess++)
        {
            await guessing.VerifyAsync(site.WrongCode);
        }

        Assert.Equal(
            [
                "1 {check} no_pending_request site", "1 {check} forged_request site", "1 {check} invalid_otp site", "1 {check} invalid_otp call",
                "1 {check} success call", "1 {check} success site", "1 {check} otp_expired site", "1 {check} invalid_otp call",
                "1 {check} invalid_otp call", "1 {check} invalid_otp call", "1 {check} invalid_otp call", "1 {check} invalid_otp call",
                "1 {check} attempts_exhausted site",
            ],
            measured.Of("offer18.otp.checks"));
        Assert.Equal(3, measured.Of("offer18.otp.sends").Length);
    }

    [Fact]
    public async Task Reading_the_state_and_changing_the_number_count_as_neither()
    {
        await using var site = await StartAsync();
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();

        await browser.StatusAsync();
        await browser.ResetAsync();

        Assert.Empty(measured.Of("offer18.otp.sends").Concat(measured.Of("offer18.otp.checks")));
    }

    [Fact]
    public async Task A_closed_gate_is_counted_by_its_reason_and_an_open_one_is_not()
    {
        await using var site = await StartAsync(map: app =>
        {
            app.MapGet("/premium", () => "in").RequireOtpVerified();
            app.MapGet("/fresh", () => "in").RequireOtpVerified(maxAge: 5);
        });
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/premium");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/premium")).Status);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        await browser.GetPageAsync("/fresh");
        _stores.Failing.Add("FindProof");
        await browser.GetPageAsync("/premium");

        Assert.Equal(["1 {refusal} no_proof", "1 {refusal} too_old", "1 {refusal} store_unavailable"], measured.Of("offer18.otp.gate.refusals"));
    }

    [Fact]
    public async Task A_hub_s_closed_gate_is_counted_with_each_call()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var measured = new Measurements(site.Services);
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(site.Address, "/open-hub")).Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);

        for (var call = 0; call < 2; call++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync<string?>("Number", TestContext.Current.CancellationToken));
        }

        await hub.InvokeAsync<string>("Open", TestContext.Current.CancellationToken);

        Assert.Equal(["1 {refusal} no_proof", "1 {refusal} no_proof"], measured.Of("offer18.otp.gate.refusals"));
    }

    [Fact]
    public async Task Proofs_are_counted_when_they_are_made_and_by_why_they_are_revoked()
    {
        await using var site = await StartAsync(map: app =>
        {
            app.MapGet("/leave", (HttpContext context, IOtpProofs proofs) => proofs.RevokeAsync(context));
            app.MapGet("/number", (IOtpProofs proofs) => proofs.RevokeMsisdnAsync(OtpSite.Msisdn));
            app.MapGet("/campaign", (IOtpProofs proofs) => proofs.RevokeCampaignAsync(""));
        });
        using var measured = new Measurements(site.Services);
        using var browser = await site.NewVerifiedBrowserAsync();
        await browser.VerifyAsync(site.Code);
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        await browser.GetPageAsync("/leave");
        await browser.GetPageAsync("/leave");
        await browser.GetPageAsync("/number");
        await browser.GetPageAsync("/campaign");

        Assert.Equal(["1 {proof}", "1 {proof}"], measured.Of("offer18.otp.proofs"));
        Assert.Equal(
            ["1 {revocation} replaced", "1 {revocation} browser", "1 {revocation} number", "1 {revocation} campaign"],
            measured.Of("offer18.otp.proof.revocations"));
        // What the store did not do is not counted.
        _stores.Failing.Add("RevokeAll");
        await using var scope = site.Services.CreateAsyncScope();
        await Assert.ThrowsAnyAsync<Exception>(() => scope.ServiceProvider.GetRequiredService<IOtpProofs>().RevokeCampaignAsync("", TestContext.Current.CancellationToken));
        Assert.Equal(4, measured.Of("offer18.otp.proof.revocations").Length);
    }

    [Fact]
    public async Task A_named_campaign_is_named_in_its_measurements()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddOffer18Otp("games", otp => OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/"))),
            app => app.MapOffer18Otp("games", "/games/otp"));
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();

        await browser.GenerateAsync("12", prefix: "/games/otp");

        Assert.Equal(["1 {send} games invalid_msisdn site"], measured.Of("offer18.otp.sends"));
    }

    [Fact]
    public async Task An_attribute_is_one_of_a_few_words_whatever_a_visitor_writes()
    {
        await using var site = await StartAsync();
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();

        foreach (var typed in (string[])[OtpSite.Number, "12", "<script>", "07700 900407", "07700 900500"])
        {
            await browser.GenerateAsync(typed);
            await browser.VerifyAsync(typed);
            await browser.ResetAsync();
        }

        string[] words =
        [
            "", "success", "site", "call", "generate", "verify", "answered", "not_sent", "unknown", "unmapped_text", "no_json_object", "no_success",
            "error_codes", "vocabulary", "words", "none",
            .. OtpErrorTable.Codes,
        ];
        Assert.Subset(words.ToHashSet(), measured.Attributes.Select(attribute => (string)attribute.Value!).ToHashSet());
        Assert.Subset(
            typeof(OtpTelemetry).GetFields().Where(field => field.Name.EndsWith("Attribute", StringComparison.Ordinal)).Select(field => (string)field.GetRawConstantValue()!).ToHashSet(),
            measured.Attributes.Select(attribute => attribute.Key).ToHashSet());
    }

    [Fact]
    public async Task The_public_names_and_units_are_those_of_the_meter()
    {
        await using var site = await StartAsync();
        using var measured = new Measurements(site.Services);
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        var constants = typeof(OtpTelemetry).GetFields().ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
        var named = constants.Where(constant => constants.ContainsKey(constant.Key + "Unit")).Select(constant => (constant.Value, constants[constant.Key + "Unit"]));

        Assert.Equal(named.Order(), measured.Instruments.Select(instrument => (instrument.Name, instrument.Unit!)).Order());
        Assert.All(measured.Instruments, instrument => Assert.False(string.IsNullOrEmpty(instrument.Description)));
    }

    private Task<OtpSite> StartAsync(Action<Offer18OtpOptions>? options = null, Action<WebApplication>? map = null) => OtpSite.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton(_stores);
            builder.Services.Decorate<IOtpRequestStore, FailingRequestStore>();
            builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
        },
        map,
        options);
}
