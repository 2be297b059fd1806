using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class JourneyTests
{
    [Fact]
    public async Task A_visitor_verifies_a_number_over_json_and_gets_in()
    {
        await using var site = await OtpSite.StartAsync(
            map: app => app.MapGet("/premium", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified());
        using var browser = site.NewBrowser();

        var before = await browser.StatusAsync();
        var generated = await browser.GenerateAsync(OtpSite.Number, "/premium");
        var verified = await browser.VerifyAsync(site.Code);
        var premium = await browser.GetPageAsync("/premium");

        Assert.Equal("none", before.State);
        Assert.Equal("pending", generated.State);
        Assert.Equal("44•••••0123", generated.Text("msisdn"));
        Assert.Equal("2026-01-02T03:14:05.000Z", generated.Text("expiresAt"));
        Assert.Equal("2026-01-02T03:04:35.000Z", generated.Text("resendAt"));
        Assert.Equal(5, generated.Number("attemptsRemaining"));
        Assert.Equal("verified", verified.State);
        Assert.Equal("44•••••0123", verified.Text("msisdn"));
        Assert.Equal("2026-01-02T03:04:05.000Z", verified.Text("verifiedAt"));
        Assert.Equal("2026-01-02T03:34:05.000Z", verified.Text("validUntil"));
        Assert.Equal("/premium", verified.Text("returnUrl"));
        Assert.Equal((HttpStatusCode.OK, "+447700900123"), (premium.Status, premium.Body));
    }

    [Fact]
    public async Task Offer18_is_called_once_for_each_step_with_what_the_wire_asks()
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.Partner = "nova games";
            otp.UserId = "u-1";
            otp.RequestType = "game";
            otp.AdditionalParameters["source_id"] = "s 1";
        });
        using var browser = site.NewBrowser();

        await browser.GenerateAsync("07700 900123".Replace("07700", "+44 7700", StringComparison.Ordinal));
        var code = site.Code;
        await browser.VerifyAsync(code);

        Assert.Collection(
            site.Offer18.Calls,
            generate =>
            {
                Assert.Equal(("otp_gen", "POST", false), (generate.Operation, generate.Method, generate.HasBody));
                Assert.Equal(
                    new SortedDictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["key"] = "simulator-key", ["aid"] = "1001", ["mid"] = "2002", ["type"] = "game", ["userId"] = "u-1",
                        ["msisdn"] = OtpSite.Msisdn, ["partner"] = "nova games", ["source_id"] = "s 1",
                    },
                    new SortedDictionary<string, string>(generate.Query.ToDictionary(), StringComparer.Ordinal));
            },
            verify =>
            {
                Assert.Equal(("otp_verify", "POST", false), (verify.Operation, verify.Method, verify.HasBody));
                Assert.Equal((OtpSite.Msisdn, code), (verify.Query["msisdn"], verify.Query["otp"]));
                Assert.NotEmpty(verify.Query["request_id"]);
                Assert.DoesNotContain("type", verify.Query.Keys);
            });
    }

    [Fact]
    public async Task Parameters_of_the_browser_go_out_only_where_the_site_allows_their_names()
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.AllowedParameters.Add("click_id");
            otp.AdditionalParameters["source_id"] = "ours";
        });
        using var browser = site.NewBrowser();

        await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new()
        {
            ["msisdn"] = OtpSite.Number,
            ["parameters"] = new System.Text.Json.Nodes.JsonObject
            {
                ["click_id"] = "c1", ["source_id"] = "theirs", ["key"] = "theirs", ["debug"] = "1",
            },
        });

        var query = Assert.Single(site.Offer18.Calls).Query;
        Assert.Equal(("c1", "ours", "simulator-key"), (query["click_id"], query["source_id"], query["key"]));
        Assert.DoesNotContain("debug", query.Keys);
    }

    [Fact]
    public async Task No_answer_shows_the_full_number_the_code_or_the_request_id()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();

        OtpAnswer[] answers =
        [
            await browser.GenerateAsync(OtpSite.Number),
            await browser.ResendAsync(),
            await browser.StatusAsync(),
            await browser.VerifyAsync(site.WrongCode),
            await browser.VerifyAsync(site.Code),
            await browser.StatusAsync(),
        ];

        var requestId = site.Offer18.Calls.Last(call => call.Operation == "otp_verify").Query["request_id"];
        Assert.All(answers, answer =>
        {
            var everything = answer.Body + answer.Headers;
            Assert.DoesNotContain("900123", everything, StringComparison.Ordinal);
            Assert.DoesNotContain(site.Code, everything, StringComparison.Ordinal);
            Assert.DoesNotContain(requestId, everything, StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        });
    }

    [Fact]
    public async Task A_status_sends_nothing()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("none", (await browser.StatusAsync()).State);
        }

        Assert.Empty(site.Offer18.Calls);
    }

    [Fact]
    public async Task The_return_url_is_the_root_where_none_was_given()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        await browser.GenerateAsync(OtpSite.Number);

        Assert.Equal("/", (await browser.VerifyAsync(site.Code)).Text("returnUrl"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/%09/evil.example")]
    [InlineData("/%2f/evil.example")]
    [InlineData("/%252f/evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/a\r\nSet-Cookie: x=1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~/premium")]
    public async Task A_return_url_that_is_not_local_is_ignored(string returnUrl)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number, returnUrl)).State);

        Assert.Equal("/", (await browser.VerifyAsync(site.Code)).Text("returnUrl"));
    }

    // A form that was made before the verification does not ask the verified visitor again.
    [Theory]
    [InlineData(true, "none")]
    [InlineData(false, "verified")]
    public async Task After_a_mistake_a_verified_visitor_sees_the_form_only_if_it_was_asked_for(bool isAskedFor, string state)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var form = await browser.GetPageAsync("/component/verify");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        if (isAskedFor)
        {
            var reset = await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "reset");
            form = await browser.GetPageAsync(reset.Location!);
        }

        var mistaken = await browser.SubmitAsync(form, "generate", ("msisdn", "12"));

        var page = (await browser.GetPageAsync(mistaken.Location!)).Page;
        Assert.NotNull(page.QuerySelector($"[data-state={state}]"));
    }
}
