using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>What is logged of a visit: each event once, on one line, whatever anybody writes.</summary>
public sealed class LogTests : IDisposable
{
    /// <summary>A line of its own for whoever reads the log, and all that moves a terminal's cursor.</summary>
    private const string Forged = "\r\nInformation 1802 44•••••0123 verified\u0000\u0007\b\u001b[2K\u007f\u0085\u009b2K\u2028\u2029\v\f\t";

    private static readonly int[] OfVisitors = [1801, 1802, 1803, 1804, 1805, 1806, 1809, 1811, 1812, 1813, 1831, 1838];

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Each_send_verification_denial_and_closed_gate_is_one_line()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();

        await browser.GetPageAsync("/premium");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.ResendAsync();
        await browser.VerifyAsync(site.WrongCode);
        await browser.VerifyAsync(site.Code);
        await browser.GetPageAsync("/premium");

        Assert.Equal(["Information 1801 Code sent to 44•••••0123 (campaign \"\", operator \"\")."], _log.Of(1801));
        Assert.Equal(["Information 1802 44•••••0123 verified (campaign \"\", operator \"\")."], _log.Of(1802));
        Assert.Equal(
            ["Information 1803 generate refused: resend_too_soon (campaign \"\", operator \"\").", "Information 1803 verify refused: invalid_otp (campaign \"\", operator \"\")."], _log.Of(1803));
        Assert.Equal(["Information 1806 The gate is closed to this request: otp_required (campaign \"\")."], _log.Of(1806));
    }

    [Fact]
    public async Task A_campaign_s_lines_name_it()
    {
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var site = await StartAsync(
            services => services.AddOffer18Otp("games", otp => OtpNode.Configure(otp, offer18.Address)),
            app =>
            {
                app.MapOffer18Otp("games", "/games/otp");
                app.MapGet("/games", () => "in").RequireOtpVerified("games");
            });
        using var browser = site.NewBrowser();

        await browser.GetPageAsync("/games");
        await browser.GenerateAsync("1", prefix: "/games/otp");
        await browser.GenerateAsync(OtpSite.Number, prefix: "/games/otp");
        await browser.VerifyAsync(offer18.Simulator.LatestCode(OtpSite.Msisdn), "/games/otp");

        foreach (var id in (int[])[1801, 1802, 1803, 1806])
        {
            Assert.Contains("(campaign \"games\"", Assert.Single(_log.Of(id)), StringComparison.Ordinal);
        }
    }

    // Each field is hostile in turn, while the others are right, so that the text gets as far as it can.
    [Theory]
    [InlineData("msisdn", OtpSite.Number + Forged)]
    [InlineData("msisdn", "+44 7700" + "\r\n" + "900123")]
    [InlineData("country", Forged)]
    [InlineData("consent", Forged)]
    [InlineData("returnUrl", "/premium" + Forged)]
    [InlineData("page", "/verify" + Forged)]
    [InlineData("otp", Forged)]
    [InlineData("back", Forged)]
    [InlineData("again", Forged)]
    [InlineData("click_id", Forged)]
    [InlineData("other", Forged)]
    [InlineData("campaign", Forged)]
    public async Task Line_breaks_and_controls_in_any_field_forge_no_line(string field, string value)
    {
        await using var site = await StartAsync();
        foreach (var form in (bool[])[false, true])
        {
            using var browser = site.NewBrowser();
            var token = await browser.TokenAsync();
            var query = $"?{field}={Uri.EscapeDataString(value)}";
            await browser.GetPageAsync("/premium" + query);
            foreach (var (operation, own) in ((string, (string, string)[])[])
            [
                ("generate", [("msisdn", OtpSite.Number)]), ("generate", []), ("verify", [("otp", "1234")]), ("verify", [("otp", "")]), ("reset", []), ("generate", []),
            ])
            {
                var fields = own.ToDictionary();
                fields[field] = value;
                await browser.PostAsync($"/offer18/otp/{operation}{query}", Body(fields, form), token);
            }

            var view = new HttpRequestMessage(HttpMethod.Get, "/offer18/otp/status" + query);
            view.Headers.Add("X-Requested-With", "XMLHttpRequest");
            view.Headers.Accept.ParseAdd("text/html");
            await browser.SendAsync(view);
            site.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        AssertOneLineEach();
        Assert.NotEmpty(_log.Of(1803));
        Assert.NotEmpty(_log.Of(1806));
        Assert.Empty(_log.Of(1802));
    }

    [Fact]
    public async Task What_a_partner_writes_forges_no_line()
    {
        var answers = new Queue<string>(
        [
            // A text, a text that looks like nothing, a request id, and what is no answer at all.
            Json(new() { ["status"] = "400", ["error"] = "odd" + Forged }),
            Json(new() { ["status"] = "400" + Forged, ["error"] = Forged, ["response"] = Forged }),
            "<html>" + Forged,
            Json(new() { ["status"] = "200", ["response"] = "otp_sent", ["data"] = "id" + Forged }),
            Json(new() { ["status"] = "400", ["error"] = "invalid_user_credentials" + Forged }),
            Json(new() { ["status"] = "200", ["response"] = "success", ["data"] = Forged }),
        ]);
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendAsync(PeerAnswer.Http(200, answers.Dequeue()));
        });
        await using var site = await StartAsync(services => services.Configure<Offer18OtpOptions>(otp => otp.BaseAddress = peer.Address));
        using var browser = site.NewBrowser();

        for (var send = 0; send < 4; send++)
        {
            await browser.GenerateAsync(OtpSite.Number);
            site.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        await browser.VerifyAsync("123456");
        await browser.VerifyAsync("123456");

        AssertOneLineEach();
        Assert.NotEmpty(_log.Of(1812));
        Assert.NotEmpty(_log.Of(1813));
    }

    [Fact]
    public async Task A_store_a_guard_and_a_client_that_fail_are_said()
    {
        var stores = new StoreSwitch();
        await using var site = await StartAsync(services =>
        {
            services.AddSingleton(stores);
            services.Decorate<IOtpRequestStore, FailingRequestStore>();
            services.AddSingleton<IOffer18OtpClient, ThrowingClient>();
        });
        using var browser = site.NewBrowser();

        await browser.GenerateAsync(OtpSite.Number);
        Assert.Equal(["Error 1809 The site's own IOffer18OtpClient threw InvalidTimeZoneException (campaign \"\", operator \"\")."], _log.Of(1809));
        stores.Failing.Add("BeginSend");
        await browser.GenerateAsync(OtpSite.Number);

        Assert.Equal(["Error 1805 A store or a guard failed."], _log.Of(1805));
        Assert.Equal("Information 1803 generate refused: store_unavailable (campaign \"\", operator \"\").", _log.Of(1803)[^1]);
    }

    [Fact]
    public async Task A_verification_page_behind_its_own_gate_is_said()
    {
        await using var site = await StartAsync(map: app => app.MapGet("/verify", () => "page").RequireOtpVerified());
        using var browser = site.NewBrowser();

        await browser.GetPageAsync("/verify");

        Assert.Equal(["Warning 1808 The verification page /verify is gated itself: put [AllowAnonymous] on it (campaign \"\")."], _log.Of(1808));
    }

    private static string Json(JsonObject json) => json.ToJsonString();

    private static HttpContent Body(Dictionary<string, string> fields, bool form) => form
        ? new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Key == "click_id" ? "parameters.click_id" : field.Key, field.Value)))
        : JsonContent.Create(new JsonObject([
            .. fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value)),
            new("parameters", new JsonObject { ["click_id"] = fields.GetValueOrDefault("click_id") }),
        ]));

    private void AssertOneLineEach() => Assert.All(OfVisitors.SelectMany(_log.Of), line => Assert.DoesNotContain(line, letter =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private Task<OtpSite> StartAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? map = null) => OtpSite.StartAsync(
        builder =>
        {
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log);
            services?.Invoke(builder.Services);
        },
        app =>
        {
            app.MapGet("/premium", () => "in").RequireOtpVerified();
            map?.Invoke(app);
        },
        otp => otp.AllowedParameters.Add("click_id"));

    private sealed class ThrowingClient : IOffer18OtpClient
    {
        public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken) =>
            throw new InvalidTimeZoneException(Forged);

        public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken) =>
            throw new InvalidTimeZoneException(Forged);
    }
}
