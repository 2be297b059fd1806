using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.AspNetCore.Tests.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>Whoever holds a code finds a field for it, whatever happened to the answers.</summary>
public sealed class CodeInTheHandTests
{
    private static readonly Dictionary<string, Func<PeerConnection, Task>> Endings = new()
    {
        ["closed"] = connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        },
        ["502"] = connection => connection.SendAsync(PeerAnswer.Http(502, "<h1>Bad Gateway</h1>", "text/html")),
        ["503"] = connection => connection.SendAsync(PeerAnswer.Http(503, """{"message":"we are working on it"}""")),
        ["cut off"] = connection => connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"status\":\"200\",\"resp"),
        ["not json"] = connection => connection.SendAsync(PeerAnswer.Http(200, "<p>OK</p>", "text/html")),
        ["time-out"] = connection => connection.StallAsync(),
        ["no request id"] = connection => connection.SendAsync(PeerAnswer.Http(200, """{"status":"200","response":"otp_sent"}""")),
    };

    [Theory]
    [InlineData("closed", "upstream_unavailable")]
    [InlineData("502", "upstream_unavailable")]
    [InlineData("503", "upstream_unavailable")]
    [InlineData("cut off", "upstream_unavailable")]
    [InlineData("not json", "upstream_unrecognised")]
    [InlineData("time-out", "upstream_unavailable")]
    [InlineData("no request id", null)]
    public async Task A_code_whose_sending_was_answered_by_nobody_is_checked(string ending, string? code)
    {
        await using var peer = new ScriptedPeer(async connection =>
        {
            var request = await connection.ReceiveAsync();
            await (request!.Contains("otp_verify", StringComparison.Ordinal)
                ? connection.SendAsync(PeerAnswer.Http(200, PeerAnswer.Verified))
                : Endings[ending](connection));
        });
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        await using var node = await OtpNode.StartAsync(peer.Address, clock);
        using var browser = node.NewBrowser();

        var generating = browser.GenerateAsync(OtpSite.Number, "/premium");
        if (ending == "time-out")
        {
            await peer.Stalled.WaitAsync(TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(code, (await generating).Code);
        var status = await browser.StatusAsync();
        Assert.Equal(("pending", code is null ? null : "true"), (status.State, status.Json.TryGetProperty("sendUncertain", out var flag) ? flag.GetRawText() : null));
        var verified = await browser.VerifyAsync("123456");

        Assert.Equal(("verified", "/premium"), (verified.State, verified.Text("returnUrl")));
        Assert.Equal(2, peer.Requests.Count);
        Assert.DoesNotContain("request_id", peer.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_send_that_nobody_answered_asks_for_the_code_and_promises_nothing()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "07700 900500"));

        var page = await browser.GetPageAsync("/component/verify");

        Assert.Null(page.Page.QuerySelector("[role=alert]"));
        Assert.NotNull(page.Page.QuerySelector("[name=otp]"));
        Assert.Equal("If a message arrives at +44•••••0500, type its code here.", page.Page.QuerySelector("[role=status]")!.TextContent.Trim());
        Assert.Contains("You can ask for a new code in 30\u00A0seconds", page.Page.QuerySelector(".offer18-otp__more")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("We sent", page.Page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_the_phone_cut_off_leads_to_the_code_with_nothing_pressed()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");
        await CutOffAsync(browser, () => browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number)));

        page = await browser.GetPageAsync("/component/verify");

        Assert.Equal("We sent a code to +44•••••0123.", page.Page.QuerySelector("[role=status]")!.TextContent.Trim());
        await browser.SubmitAsync(page, "verify", ("otp", site.Code));
        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task After_a_request_that_was_cut_off_the_code_alone_is_enough()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        var token = await browser.TokenAsync();
        await CutOffAsync(browser, () => browser.GenerateAsync(OtpSite.Number));

        var answer = await browser.PostAsync("/offer18/otp/verify", JsonBody(("otp", site.Code)), token);

        Assert.Equal("verified", answer.State);
    }

    [Fact]
    public async Task Pressed_again_after_a_request_that_was_cut_off_the_page_asks_for_the_code()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");
        await CutOffAsync(browser, () => browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number)));

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        var again = await browser.GetPageAsync("/component/verify");

        Assert.NotNull(again.Page.QuerySelector("[name=otp]"));
        Assert.Contains("A text message can take a while to arrive", again.Page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        await browser.SubmitAsync(again, "verify", ("otp", site.Code));
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task A_copy_of_a_verified_browsers_cookie_does_not_lead_to_its_next_number()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        var copy = browser.OtpCookie()!.Value;
        await browser.GenerateAsync("447700900111");

        browser.OtpCookie()!.Value = copy;
        Assert.Equal("verified", (await browser.StatusAsync()).State);
        await browser.VerifyAsync(new Phone(site.Offer18, "447700900111").Code);

        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task The_same_number_after_change_number_asks_for_its_code_and_refills_nothing()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(site.WrongCode);
        await browser.VerifyAsync(site.WrongCode);
        var other = await browser.GetPageAsync("/component/verify");
        await browser.SubmitAsync(other, "reset");
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        var page = await browser.GetPageAsync("/component/verify");

        Assert.Null(page.Page.QuerySelector("[role=alert]"));
        Assert.Equal(3, (await browser.StatusAsync()).Number("attemptsRemaining"));
        Assert.Equal(1, site.Generated);
        await browser.SubmitAsync(page, "verify", ("otp", site.Code));
        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task Whoever_comes_back_from_change_number_is_asked_for_the_code()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "reset");
        var page = await browser.GetPageAsync("/component/verify");
        Assert.Equal("Enter the code for +44•••••0123", page.Page.GetElementById("offer18-otp-back")!.TextContent);

        await browser.SubmitAsync(page, "reset");
        page = await browser.GetPageAsync("/component/verify");
        await browser.SubmitAsync(page, "verify", ("otp", site.Code));

        Assert.Equal("verified", (await browser.StatusAsync()).State);
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task A_second_tab_takes_the_code_after_change_number_in_the_first()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        var secondTab = await browser.GetPageAsync("/component/verify");
        await browser.SubmitAsync(secondTab, "reset");

        await browser.SubmitAsync(secondTab, "verify", ("otp", site.WrongCode));
        Assert.NotNull((await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[name=otp]"));
        await browser.SubmitAsync(secondTab, "verify", ("otp", site.Code));

        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Fact]
    public async Task Between_two_numbers_a_visitor_goes_back_and_forth_without_a_message()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        foreach (var number in (string[])["447700900111", OtpSite.Msisdn, "447700900111", OtpSite.Msisdn])
        {
            Assert.Equal("pending", (await browser.GenerateAsync(number)).State);
            Assert.Equal("none", (await browser.ResetAsync()).State);
        }

        Assert.Equal(2, site.Generated);
        await browser.GenerateAsync("447700900111");
        Assert.Equal("verified", (await browser.VerifyAsync(new Phone(site.Offer18, "447700900111").Code)).State);
    }

    [Fact]
    public async Task A_code_that_can_no_longer_be_checked_is_sent_anew_after_change_number()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.ResetAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        Assert.Equal(2, site.Generated);
    }

    [Fact]
    public async Task A_refusal_is_said_again_and_promises_no_message_until_the_cool_down_ends()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        using var other = site.NewBrowser();
        (await browser.GenerateAsync("447700900401")).AssertProblem(HttpStatusCode.Forbidden, "msisdn_blocked");
        site.Clock.Advance(TimeSpan.FromSeconds(10));

        foreach (var asking in (OtpBrowserClient[])[browser, other])
        {
            var again = await asking.GenerateAsync("447700900401");
            again.AssertProblem(HttpStatusCode.Forbidden, "msisdn_blocked");
            Assert.Equal(20, again.Number("retryAfter"));
        }

        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "07700 900401"));
        var error = (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("This number cannot be used", error, StringComparison.Ordinal);
        Assert.Contains("Try again in 20\u00A0seconds", error, StringComparison.Ordinal);
        Assert.Equal(1, site.Generated);

        site.Clock.Advance(TimeSpan.FromSeconds(20));
        (await browser.GenerateAsync("447700900401")).AssertProblem(HttpStatusCode.Forbidden, "msisdn_blocked");
        Assert.Equal(2, site.Generated);
    }

    [Fact]
    public async Task Pressed_again_after_the_cool_down_the_code_that_was_sent_still_counts()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");
        await CutOffAsync(browser, () => browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number)));
        site.Clock.Advance(TimeSpan.FromSeconds(31));
        var code = site.Code;

        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        Assert.NotNull((await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[name=otp]"));
        // A second tab that still asks for the number.
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number));
        Assert.Equal(1, site.Generated);
        Assert.Equal("verified", (await browser.VerifyAsync(code)).State);
    }

    [Fact]
    public async Task A_second_tab_takes_its_code_after_another_number_was_refused_in_the_first()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        var secondTab = await browser.GetPageAsync("/component/verify");
        await browser.SubmitAsync(secondTab, "reset");
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "07700 900401"));

        await browser.SubmitAsync(secondTab, "verify", ("otp", site.Code));

        Assert.Equal("verified", (await browser.StatusAsync()).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_tabs_code_is_checked_for_the_number_that_the_tab_shows(bool isCutOff)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        var secondTab = await browser.GetPageAsync("/component/verify");
        await browser.SubmitAsync(secondTab, "reset");
        var number = await browser.GetPageAsync("/component/verify");
        var other = () => browser.SubmitAsync(number, "generate", ("msisdn", "07700 900111"));
        await (isCutOff ? CutOffAsync(browser, other) : other());

        await browser.SubmitAsync(secondTab, "verify", ("otp", site.Code));

        var status = await browser.StatusAsync();
        Assert.Equal(("verified", "44•••••0123"), (status.State, status.Text("msisdn")));
        Assert.Equal(1, site.Verified);
    }

    [Fact]
    public async Task A_code_whose_answer_was_cut_off_is_found_behind_a_number_that_was_refused()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify");
        await CutOffAsync(browser, () => browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number)));
        await browser.SubmitAsync(page, "generate", ("msisdn", "07700 900401"));

        Assert.Equal("44•••••0123", (await browser.StatusAsync()).Text("msisdn"));
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task The_refusal_of_a_resend_is_said_although_the_first_send_was_answered_by_nobody()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", "07700 900500"));
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate");

        var page = (await browser.GetPageAsync("/component/verify")).Page;

        Assert.Contains("Please wait a moment", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("[name=otp]"));
    }

    // The server got the request and the browser never its answer, so it did not take the cookie.
    private static async Task CutOffAsync(OtpBrowserClient browser, Func<Task<OtpAnswer>> request)
    {
        var before = browser.OtpCookie()!.Value;
        await request();
        browser.OtpCookie()!.Value = before;
    }

    private static StringContent JsonBody(params (string Name, string Value)[] members) => new(
        new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Value))).ToJsonString(), null, "application/json");
}
