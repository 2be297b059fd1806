using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

public sealed class GenerateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("+964 770 123 4567")]
    [InlineData("+44 20 7946 0123")]
    [InlineData("not a number")]
    public async Task What_is_no_mobile_number_of_an_allowed_country_is_refused_without_a_call(string msisdn)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        (await browser.GenerateAsync(msisdn)).AssertProblem(HttpStatusCode.BadRequest, "invalid_msisdn");
        Assert.Empty(site.Offer18.Calls);
    }

    [Theory]
    [InlineData("KW", true)]
    [InlineData("", false)]
    [InlineData("GB", false)]
    [InlineData("FR", false)]
    [InlineData("kw", false)]
    [InlineData("\0<b>", false)]
    public async Task A_national_number_is_read_in_the_chosen_country_if_that_is_allowed(string country, bool isRead)
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.AllowedCountries.Add("KW");
            otp.DefaultCountry = "GB";
        });
        using var browser = site.NewBrowser();

        var answer = await browser.PostAsync("/offer18/otp", "generate", new JsonObject { ["msisdn"] = "5001 2345", ["country"] = country });

        Assert.Equal(isRead ? "965•••••2345" : null, answer.Text("msisdn"));
        Assert.Equal(isRead ? 1 : 0, site.Generated);
    }

    [Theory]
    [InlineData(549, "5491123456789")]
    [InlineData(54, "541123456789")]
    public async Task Both_calls_write_a_number_of_argentina_as_the_campaign_says(int prefix, string sent)
    {
        await using var site = await OtpSite.StartAsync(options: otp =>
        {
            otp.AllowedCountries.Add("AR");
            otp.DefaultCountry = "AR";
            otp.ArgentinaMobilePrefix = prefix;
        });
        using var browser = site.NewBrowser();

        Assert.Equal("54•••••6789", (await browser.GenerateAsync("+54 11 2345-6789")).Text("msisdn"));
        Assert.Equal("verified", (await browser.VerifyAsync(site.Offer18.LatestCode(sent))).State);

        Assert.Equal([sent, sent], site.Offer18.Calls.Select(call => call.Parameter("msisdn")));
        using var other = site.NewBrowser();
        (await other.GenerateAsync("011 15-2345-6789")).AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("{\"msisdn\":\"\\ud800\"}", "application/json")]
    [InlineData("{\"\\ud800\":1}", "application/json")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"msisdn\"\r\n\r\n44770", "multipart/form-data; boundary=x")]
    [InlineData("msisdn=447700900123", "application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("{\"msisdn\":{\"a\":1}}", "application/json")]
    [InlineData("{\"msisdn\":[\"447700900123\"]}", "application/json")]
    [InlineData("msisdn=447700900123", "text/plain")]
    [InlineData("<a/>", "application/xml")]
    public async Task A_body_that_cannot_be_read_is_refused_and_never_taken_for_a_resend(string body, string mediaType)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromMinutes(1));

        var answer = await browser.PostAsync(
            "/offer18/otp/generate",
            new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", mediaType } } },
            await browser.TokenAsync());

        if (answer.Status != HttpStatusCode.SeeOther)
        {
            answer.AssertProblem(HttpStatusCode.BadRequest, "invalid_msisdn");
        }

        Assert.Equal(1, site.Generated);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("iso-8859-1")]
    public async Task A_form_may_name_its_charset(string charset)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        var form = new ByteArrayContent("msisdn=447700900123"u8.ToArray()) { Headers = { { "Content-Type", $"application/x-www-form-urlencoded; charset={charset}" } } };

        await browser.PostAsync("/offer18/otp/generate", form, await browser.TokenAsync());

        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task A_body_of_a_megabyte_is_refused()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var answer = await browser.PostAsync(
            "/offer18/otp/generate", JsonContent.Create(new { msisdn = OtpSite.Number, filler = new string('x', 1 << 20) }), await browser.TokenAsync());

        answer.AssertProblem(HttpStatusCode.BadRequest, "invalid_msisdn");
        Assert.Empty(site.Offer18.Calls);
    }

    [Fact]
    public async Task A_number_may_come_as_a_json_number()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        var answer = await browser.PostAsync(OtpBrowserClient.DefaultPrefix, "generate", new JsonObject { ["msisdn"] = 447700900123 });

        Assert.Equal("pending", answer.State);
    }

    [Fact]
    public async Task A_resend_goes_to_the_pending_number_and_not_before_the_cool_down()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromSeconds(20));

        var early = await browser.ResendAsync();
        site.Clock.Advance(TimeSpan.FromSeconds(10));
        var late = await browser.ResendAsync();

        early.AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.Equal(10, early.Number("retryAfter"));
        Assert.Equal("pending", late.State);
        Assert.All(site.Offer18.Calls, call => Assert.Equal(OtpSite.Msisdn, call.Query["msisdn"]));
        Assert.Equal(2, site.Generated);
    }

    [Fact]
    public async Task The_code_of_a_resend_verifies_with_its_own_request_id()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.ResendAsync();

        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task A_resend_without_a_pending_number_is_refused()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();

        (await browser.ResendAsync()).AssertProblem(HttpStatusCode.BadRequest, "invalid_msisdn");
    }

    [Fact]
    public async Task The_sixth_code_to_a_number_within_ten_minutes_is_refused_whoever_asks()
    {
        await using var site = await OtpSite.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            using var browser = site.NewBrowser();
            Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
            site.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        using var sixth = site.NewBrowser();
        var refused = await sixth.GenerateAsync(OtpSite.Number);
        site.Clock.Advance(TimeSpan.FromSeconds(450));
        var later = await sixth.GenerateAsync(OtpSite.Number);

        refused.AssertProblem(HttpStatusCode.TooManyRequests, "send_limit_reached");
        Assert.Equal(450, refused.Number("retryAfter"));
        Assert.Equal("pending", later.State);
        Assert.Equal(6, site.Generated);
    }

    [Fact]
    public async Task Two_hundred_generates_at_once_send_one_code()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        var token = await browser.TokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => browser.PostAsync(
            "/offer18/otp/generate", JsonContent.Create(new { msisdn = OtpSite.Number }), token)));

        Assert.Equal(1, site.Generated);
        Assert.Single(answers, answer => answer.State == "pending");
        Assert.All(answers.Where(answer => answer.State is null), answer => Assert.Equal("resend_too_soon", answer.Code));
        Assert.Equal("pending", (await browser.StatusAsync()).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Fact]
    public async Task Reset_leaves_the_number_and_typed_again_it_is_pending_with_nothing_sent()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        var reset = await browser.ResetAsync();

        Assert.Equal("none", reset.State);
        Assert.Equal(["state"], reset.Json.EnumerateObject().Select(member => member.Name));
        (await browser.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.NotFound, "no_pending_request");
        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal((1, 1), (site.Generated, site.Verified));
    }

    [Fact]
    public async Task Another_number_may_follow_at_once_and_only_its_code_counts()
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync("447700900111");

        var second = await browser.GenerateAsync(OtpSite.Number);

        Assert.Equal("44•••••0123", second.Text("msisdn"));
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
        Assert.Equal(OtpSite.Msisdn, site.Offer18.Calls[^1].Query["msisdn"]);
    }

    [Theory]
    [InlineData(null, "consent_required")]
    [InlineData(false, "consent_required")]
    [InlineData(true, null)]
    public async Task A_campaign_that_asks_for_consent_sends_nothing_without_it(bool? consent, string? code)
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.RequireConsent = true);
        using var browser = site.NewBrowser();

        var answer = await browser.PostAsync(
            OtpBrowserClient.DefaultPrefix, "generate", new JsonObject { ["msisdn"] = OtpSite.Number, ["consent"] = consent });

        Assert.Equal(code, answer.Code);
        Assert.Equal(code is null ? 1 : 0, site.Generated);
    }

    [Fact]
    public async Task A_send_whose_answer_was_lost_stays_counted()
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.Timeout = TimeSpan.FromSeconds(5));
        using var browser = site.NewBrowser();

        (await browser.GenerateAsync("447700900504")).AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        (await browser.GenerateAsync("447700900504")).AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.Equal(1, site.Generated);
    }

    [Fact]
    public async Task An_Offer18_that_is_not_there_is_unavailable_and_may_be_asked_again_at_once()
    {
        await using var site = await OtpSite.StartAsync(options: otp => otp.BaseAddress = new Uri("http://127.0.0.1:9/"));
        using var browser = site.NewBrowser();

        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.ServiceUnavailable, "upstream_unavailable");
        Assert.Equal("none", (await browser.StatusAsync()).State);
    }
}
