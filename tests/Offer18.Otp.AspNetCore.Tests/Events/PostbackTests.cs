using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Events;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Events;

/// <summary>A conversion reaches each receiver, and once it has said yes, never again.</summary>
public sealed class PostbackTests : IDisposable
{
    private const string Salt = "0123456789abcdef salt";
    private const string Secret = "0123456789abcdef secret";

    private static int _numbers = 10_000;

    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_conversion_is_reported_with_what_the_address_asks_for()
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, one => one.Url += "/p?click={clickid}&again={source_id}&id={event_id}&c={campaign}&op={operator}&t={unix_time}&h={msisdn_hash}&sub={subid}");
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify?clickid=a%26b%20%D8%B9"), "generate", ("msisdn", OtpSite.Number));
        var verified = await browser.VerifyAsync(site.Code);
        await tracker.NextAsync();

        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Salt), "+447700900123"u8));
        var heard = Assert.Single(tracker.All);
        Assert.Equal(
            ("GET", $"/p?click=a%26b%20%D8%B9&again=a%26b%20%D8%B9&id={verified.Text("eventId")}&c=&op=zain&t={site.Clock.GetUtcNow().ToUnixTimeSeconds()}&h={hash}&sub=", ""),
            (heard.Method, heard.Address, heard.Body));
        Assert.DoesNotContain("447700900123", heard.Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_has_all_as_json_and_a_signature_that_can_be_checked()
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, one => (one.Method, one.Secret, one.Headers["X-Click"]) = ("POST", Secret, "<{clickid}>"));
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify?clickid=%D8%B9%22"), "generate", ("msisdn", OtpSite.Number));
        var verified = await browser.VerifyAsync(site.Code);
        await tracker.NextAsync();

        var heard = Assert.Single(tracker.All);
        var body = JsonElement.Parse(heard.Body);
        Assert.Equal(["campaign", "clickid", "event", "event_id", "msisdn_hash", "operator", "source_id", "time", "unix_time"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("verified", verified.Text("eventId"), "ع\"", "2026-01-02T03:04:05.000Z"), (Text("event"), Text("event_id"), Text("clickid"), Text("time")));
        Assert.Equal("<%D8%B9\">", heard.Headers["X-Click"]);
        var time = site.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Assert.Equal(
            $"t={time},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{heard.Body}")))}",
            heard.Headers["Offer18-Otp-Signature"]);

        string? Text(string name) => body.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("..", "/a//p", "<..>")]
    [InlineData("../..", "/a/..%2F../p", "<../..>")]
    [InlineData("x?y#z", "/a/x%3Fy%23z/p", "<x?y#z>")]
    [InlineData("\U0001F600", "/a/%F0%9F%98%80/p", "<%F0%9F%98%80>")]
    public async Task Whatever_a_click_id_is_it_stays_in_its_place(string click, string address, string header)
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, one => (one.Url, one.Headers["X-Click"]) = (one.Url + "/a/{clickid}/p", "<{clickid}>"));
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync($"/component/verify?clickid={Uri.EscapeDataString(click)}"), "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(site.Code);
        await tracker.NextAsync();

        var heard = Assert.Single(tracker.All);
        Assert.Equal((address, header), (heard.Address, heard.Headers["X-Click"]));
    }

    [Theory]
    [InlineData("application/json", """{"c":"{clickid}","n":1}""", """{"c":"a\u0022\u0026b","n":1}""")]
    [InlineData("application/x-www-form-urlencoded", "c={clickid}&n=1", "c=a%22%26b&n=1")]
    [InlineData("text/plain", "{clickid}", "a\"&b")]
    public async Task A_body_of_ones_own_is_written_as_its_type_needs_it(string type, string body, string written)
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, one => (one.Method, one.ContentType, one.Body) = ("PUT", type, body));
        using var browser = site.NewBrowser();
        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify?clickid=a%22%26b"), "generate", ("msisdn", OtpSite.Number));
        await browser.VerifyAsync(site.Code);
        await tracker.NextAsync();

        var heard = Assert.Single(tracker.All);
        Assert.Equal(("PUT", written, type + "; charset=utf-8"), (heard.Method, heard.Body, heard.Headers["Content-Type"]));
    }

    [Fact]
    public async Task What_a_receiver_has_not_taken_is_told_again_by_its_id_until_it_is()
    {
        await using var tracker = await Receiver.StartAsync();
        tracker.Answer = (number, context) => Status(context, number switch { 1 => 500, 2 => 302, 3 => 404, _ => 204 });
        await using var site = await StartAsync(tracker, one => one.Url += "/p?id={event_id}");
        using var measurements = new Measurements(site.Services);
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        for (var tried = 1; tried <= 4; tried++)
        {
            await HearAsync(site, tracker, tried);
        }

        await ComesTrueAsync(() => _log.Of(1853).Length == 1);
        site.Clock.Advance(TimeSpan.FromDays(2));
        await AnotherConversionAsync(site, tracker);
        await ComesTrueAsync(() => tracker.All.Count >= 5);

        Assert.Equal([4, 1], tracker.All.GroupBy(heard => heard.Address).Select(same => same.Count()));
        Assert.Equal("Warning 1852 Postback \"tracker\" is not taken: HTTP 500. It is tried again with growing waits (campaign \"\").", Assert.Single(_log.Of(1852)));
        Assert.Equal(3, measurements.Of("offer18.otp.postbacks").Count(line => line == "1 {postback} tracker failed"));
    }

    [Fact]
    public async Task What_nobody_takes_for_a_day_is_set_aside_and_can_be_sent_again()
    {
        await using var tracker = await Receiver.StartAsync();
        tracker.Answer = (_, context) => Status(context, 503);
        await using var site = await StartAsync(tracker, one => one.Url += "/p?id={event_id}");
        var postbacks = site.Services.GetRequiredService<IOtpPostbacks>();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var id = (await browser.VerifyAsync(site.Code)).Text("eventId");
        var verifiedAt = site.Clock.GetUtcNow();
        await tracker.NextAsync();
        await ComesTrueAsync(() =>
        {
            site.Clock.Advance(TimeSpan.FromMinutes(30));
            return postbacks.SetAside.Count > 0;
        });

        Assert.Equal(new OtpPostbackSetAside("", "tracker", id!, verifiedAt, "HTTP 503"), Assert.Single(postbacks.SetAside));
        Assert.InRange(site.Clock.GetUtcNow() - verifiedAt, TimeSpan.FromHours(22), TimeSpan.FromHours(30));
        Assert.Equal($"Error 1854 Postback \"tracker\" of event {id} is set aside: HTTP 503 (campaign \"\").", Assert.Single(_log.Of(1854)));
        var health = await HealthAsync(site);
        Assert.Equal((HealthStatus.Degraded, 1), (health.Status, health.Entries.Single().Value.Data["postbacks of tracker set aside (campaign \"\")"]));

        tracker.Answer = (_, _) => Task.CompletedTask;
        tracker.All.Clear();
        Assert.Equal((0, 0), (postbacks.SendAgain("other"), postbacks.SendAgain(postback: "other")));
        Assert.Equal(1, postbacks.SendAgain());
        await ComesTrueAsync(() => !tracker.All.IsEmpty);
        Assert.Contains(id!, Assert.Single(tracker.All).Address, StringComparison.Ordinal);
        Assert.Empty(postbacks.SetAside);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(site)).Status);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_holds_up_neither_another_nor_the_visitor()
    {
        await using var slow = await Receiver.StartAsync();
        await using var tracker = await Receiver.StartAsync();
        var end = new TaskCompletionSource();
        slow.Answer = (_, _) => end.Task;
        await using var site = await StartAsync(slow, more: otp => otp.Postbacks.Add(new() { Name = "other", Url = tracker.Address, AllowPrivateAddresses = true }));
        for (var n = 0; n < 20; n++)
        {
            await AnotherConversionAsync(site, tracker);
        }

        Assert.Equal(20, tracker.All.Count);
        end.SetResult();
    }

    [Fact]
    public async Task Where_a_receiver_sends_it_elsewhere_nothing_follows()
    {
        await using var elsewhere = await Receiver.StartAsync();
        await using var tracker = await Receiver.StartAsync();
        tracker.Answer = (number, context) =>
        {
            context.Response.Redirect(elsewhere.Address);
            return Task.CompletedTask;
        };
        await using var site = await StartAsync(tracker);
        await AnotherConversionAsync(site, tracker);
        await ComesTrueAsync(() => _log.Of(1852).Length == 1);

        Assert.Empty(elsewhere.All);
        Assert.Contains("HTTP 302", Assert.Single(_log.Of(1852)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://10.0.0.1/?key=hidden-key")]
    [InlineData("https://169.254.169.254/?key=hidden-key")]
    [InlineData("https://[fd00::1]/?key=hidden-key")]
    [InlineData("https://[::ffff:192.168.1.1]/?key=hidden-key")]
    public async Task An_address_in_a_private_network_is_not_called(string address)
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, one => (one.Url, one.AllowPrivateAddresses, one.Secret) = (address, false, Secret));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        await ComesTrueAsync(() => _log.Of(1852).Length == 1);

        Assert.Contains("its address is in a private network", Assert.Single(_log.Of(1852)), StringComparison.Ordinal);
        Assert.DoesNotContain(_log.AtLeast(LogLevel.Trace), line => line.Contains("hidden-key", StringComparison.Ordinal) || line.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    public void Only_addresses_of_the_internet_are_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task What_has_no_room_is_set_aside_and_what_is_left_is_said()
    {
        await using var tracker = await Receiver.StartAsync();
        tracker.Answer = (_, context) => Status(context, 500);
        await using (var site = await StartAsync(tracker))
        {
            var postbacks = site.Services.GetRequiredService<Postbacks>();
            for (var n = 0; n < PostbackLane.Capacity + 7; n++)
            {
                postbacks.Add(new OtpVerifiedContext { EventId = $"{n}", At = site.Clock.GetUtcNow() });
            }

            Assert.Equal(7, postbacks.SetAside.Count);
            Assert.All(postbacks.SetAside, one => Assert.Equal("its queue is full", one.Cause));
            await ComesTrueAsync(() => tracker.All.Count == PostbackLane.Capacity);
        }

        Assert.Equal($"Error 1855 The site ends with {PostbackLane.Capacity} postbacks in memory that their receivers have not taken. They are lost.", Assert.Single(_log.Of(1855)));
    }

    [Fact]
    public async Task A_handler_that_hangs_does_not_keep_the_tracker_waiting()
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, more: otp => otp.Events.OnVerified = (_, cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var verifying = browser.VerifyAsync(site.Code);
        await tracker.NextAsync();

        Assert.False(verifying.IsCompleted);
        await ComesTrueAsync(() =>
        {
            site.Clock.Advance(TimeSpan.FromSeconds(5));
            return verifying.IsCompleted;
        });
        Assert.Equal("verified", (await verifying).State);
    }

    [Theory]
    [InlineData(OtpPostbackEvent.Sent, "sent")]
    [InlineData(OtpPostbackEvent.Refused, "refused resend_too_soon")]
    [InlineData(OtpPostbackEvent.Revoked, "revoked")]
    public async Task Other_events_are_reported_too(OtpPostbackEvent reported, string words)
    {
        await using var tracker = await Receiver.StartAsync();
        await using var site = await StartAsync(tracker, one => (one.Event, one.Url) = (reported, one.Url + "/{event}%20{code}"));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<IOtpProofs>().RevokeMsisdnAsync(OtpSite.Msisdn, cancellationToken: TestContext.Current.CancellationToken);
        }

        await tracker.NextAsync();
        Assert.Equal(words, Uri.UnescapeDataString(Assert.Single(tracker.All).Address[1..]).Trim());
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task<HealthReport> HealthAsync(OtpSite site) =>
        await site.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

    private static async Task AnotherConversionAsync(OtpSite site, Receiver tracker)
    {
        using var browser = site.NewBrowser();
        var number = $"4477009{Interlocked.Increment(ref _numbers)}";
        await browser.GenerateAsync("+" + number);
        Assert.Equal("verified", (await browser.VerifyAsync(new Phone(site.Offer18, number).Code)).State);
        await tracker.NextAsync();
    }

    private static Task HearAsync(OtpSite site, Receiver tracker, int count) => ComesTrueAsync(() =>
    {
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        return tracker.All.Count >= count;
    });

    private static async Task ComesTrueAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private Task<OtpSite> StartAsync(Receiver tracker, Action<OtpPostbackOptions>? configure = null, Action<Offer18OtpOptions>? more = null) => OtpSite.StartAsync(
        builder =>
        {
            OtpPlaces.Build(builder);
            builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log);
            builder.Services.AddHealthChecks().AddOffer18Otp();
        },
        OtpPlaces.Map,
        otp =>
        {
            otp.Limits.Mode = OtpLimitMode.Off;
            otp.LandingParameters["clickid"] = "source_id";
            otp.LandingParameters["subid"] = "source_id_2";
            otp.Operators.Add(new() { Name = "zain", Countries = { "GB" } });
            otp.MsisdnHashSalt = Salt;
            var one = new OtpPostbackOptions { Name = "tracker", Url = tracker.Address, AllowPrivateAddresses = true };
            configure?.Invoke(one);
            otp.Postbacks.Add(one);
            more?.Invoke(otp);
        });
}
