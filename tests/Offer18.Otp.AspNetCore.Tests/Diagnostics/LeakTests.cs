using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Client;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>The key, the code, the number and the request id appear on no channel, whoever listens.</summary>
public sealed class LeakTests
{
    private const string ApiKey = "kLeak/9+Zx=&?öQ7";
    private const string Msisdn = "9647709876123";
    private const string Otp = "73910468";
    private const string RequestId = "9e/Rq+1d77b0c1d2=Zz";

    private static readonly string[] Secrets = [ApiKey, Msisdn, Otp, RequestId];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Echoes { get; } = [.. new HashSet<string>(
    [
        .. Secrets,
        .. Secrets.Select(Uri.EscapeDataString),
        .. Secrets.Select(secret => WebUtility.UrlEncode(secret)),
        .. Secrets.Select(secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))),
        .. Secrets.Select(secret => Convert.ToHexString(Encoding.UTF8.GetBytes(secret))),
        .. Secrets.Select(secret => secret.ToUpperInvariant()),
    ])];

    [Fact]
    public async Task Nothing_that_anybody_can_listen_to_tells_a_secret()
    {
        using var detector = new LeakDetector(Secrets);

        foreach (var row in WireRows.Successes.Concat(WireRows.Failures))
        {
            await CallAsync(detector, row, ParameterPlacement.Query);
        }

        foreach (var row in WireRows.Failures.Where(row => row.Code == OtpErrorCodes.UpstreamUnavailable && !row.TimesOut))
        {
            // Often enough to open the breaker.
            await CallAsync(detector, row, ParameterPlacement.Form, times: 7);
        }

        foreach (var echo in Echoes)
        {
            await CallAsync(detector, Echo(echo), ParameterPlacement.Query);
        }

        await VisitAsync(detector);

        Assert.Empty(detector.Leaks);
        // Every channel was heard.
        foreach (var channel in (string[])
        [
            "log Offer18.Otp.AspNetCore.Client.WireTelemetry",
            "log Offer18.Otp.AspNetCore.Verification.OtpVerifier",
            "log System.Net.Http.HttpClient.Offer18.Otp.LogicalHandler",
            "log Microsoft.AspNetCore.Hosting.Diagnostics",
            "activity Offer18.Otp",
            "meter Offer18.Otp",
            "meter System.Net.Http",
            "diagnostic Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop",
            "diagnostic System.Net.Http.HttpRequestOut.Start",
            "event System.Net.Http",
            "event System.Net.Sockets",
            "event Microsoft-Extensions-Logging",
            "exceptions",
            "handler of the site's",
            "visitor",
        ])
        {
            Assert.True(detector.Heard.ContainsKey(channel), $"{channel} was silent; heard were {string.Join(", ", detector.Heard.Keys)}");
        }
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public void The_detector_finds_every_form(string form)
    {
        using var detector = new LeakDetector(Secrets);

        detector.Search("here", $"before{form}after");

        Assert.NotEmpty(detector.Leaks);
    }

    [Fact]
    public void The_detector_finds_base64_of_what_stands_in_a_query()
    {
        foreach (var before in (string[])["?otp=", "?otp=1", "?otp=12"])
        {
            using var detector = new LeakDetector(Secrets);
            detector.Search("here", Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Otp + "&x=y")));
            Assert.NotEmpty(detector.Leaks);
        }
    }

    [Fact]
    public async Task The_detector_hears_the_platform_tell_a_whole_address()
    {
        using var detector = new LeakDetector(Otp);
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendAsync(PeerAnswer.Http(200, "{}"));
        });
        using var http = new HttpClient();

        (await http.GetAsync(new Uri(peer.Address, $"?otp={Otp}"), Cancellation)).Dispose();

        // The host has switched the redaction off. An ordinary client shows where secrets would leak.
        Assert.Contains(detector.Leaks, leak => leak.StartsWith("event System.Net.Http", StringComparison.Ordinal));
        Assert.Contains(detector.Leaks, leak => leak.StartsWith("diagnostic System.Net.Http", StringComparison.Ordinal));
        Assert.Contains(detector.Leaks, leak => leak.StartsWith("activity System.Net.Http", StringComparison.Ordinal));
    }

    private static WireRow Echo(string text) => new(
        text,
        async (peer, _) =>
        {
            await peer.ReceiveAsync();
            await peer.SendAsync(PeerAnswer.Http(200, $$"""
                {"status":"400","data":"{{RequestId}}","error":"your {{JsonEncodedText.Encode(text)}} is not \r\n liked"}
                """));
        },
        OtpErrorCodes.UpstreamUnrecognised,
        502,
        Offer18Delivery.Answered);

    private static async Task CallAsync(LeakDetector detector, WireRow row, ParameterPlacement placement, int times = 1)
    {
        WireSite? site = null;
        await using var peer = new ScriptedPeer(connection => row.Script(connection, site!));
        await using var made = site = new WireSite(
            row.Address?.Invoke(peer) ?? peer.Address,
            options =>
            {
                options.ApiKey = ApiKey;
                options.ParameterPlacement = placement;
            },
            services => Listen(services, detector),
            http =>
            {
                row.Http?.Invoke(http);
                http.AddDefaultLogger().AddHttpMessageHandler(() => new TellTaleHandler(detector));
            });

        for (var call = 0; call < times; call++)
        {
            var generate = site.Client.GenerateAsync(new() { Msisdn = Msisdn }, Cancellation);
            if (row.TimesOut)
            {
                await (row.Http is null ? peer.Stalled : Task.CompletedTask);
                site.Clock.Advance(TimeSpan.FromSeconds(30));
            }

            detector.Search("result", await generate);
            if (!row.TimesOut)
            {
                var request = new Offer18VerifyRequest { Msisdn = Msisdn, Otp = Otp, RequestId = RequestId };
                detector.Search("result", $"{request} {await site.Client.VerifyAsync(request, Cancellation)}");
            }
        }
    }

    private static void Listen(IServiceCollection services, LeakDetector detector) =>
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddEventSourceLogger().AddProvider(detector));

    // A visitor goes through a whole site: a code, a wrong answer, a strange answer, the right answer, and the right code again.
    private static async Task VisitAsync(LeakDetector detector)
    {
        var answers = new Queue<string?>(
        [
            $$"""{"status":"200","response":"otp_sent","data":"{{RequestId}}"}""",
            PeerAnswer.Error("INVALID_PIN"),
            PeerAnswer.Error($"{Otp} for {Msisdn} ({RequestId}) is odd"),
            PeerAnswer.Verified,
        ]);
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.SendAsync(PeerAnswer.Http(200, answers.Dequeue()!));
        });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        Listen(builder.Services, detector);
        builder.Services.AddOffer18Otp(options =>
        {
            options.BaseAddress = peer.Address;
            options.ApiKey = ApiKey;
            options.AffiliateId = 1001;
            options.AdvertiserId = 2002;
            options.AllowedCountries.Add("IQ");
        });
        await using var app = builder.Build();
        app.MapOffer18Otp();
        await app.StartAsync(Cancellation);
        var address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        using var visitor = new HttpClient { BaseAddress = new Uri(address + "/offer18/otp/") };

        using var status = await visitor.GetAsync("status", Cancellation);
        var body = await status.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        visitor.DefaultRequestHeaders.Add("RequestVerificationToken", body.GetProperty("antiforgeryToken").GetString());

        Assert.Equal(HttpStatusCode.OK, await PostAsync("generate", new { msisdn = "+" + Msisdn }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await PostAsync("verify", new { otp = "0000" + Otp[4..] }));
        Assert.Equal(HttpStatusCode.BadGateway, await PostAsync("verify", new { otp = Otp }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("verify", new { otp = Otp }));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("verify", new { otp = Otp }));
        await app.StopAsync(Cancellation);

        async Task<HttpStatusCode> PostAsync(string path, object json)
        {
            using var response = await visitor.PostAsJsonAsync(path, json, Cancellation);
            detector.Search("visitor", await response.Content.ReadAsStringAsync(Cancellation));
            detector.Search("visitor", response.Headers);
            return response.StatusCode;
        }
    }

    /// <summary>A handler that a site might add. It shows everything that passes through it.</summary>
    private sealed class TellTaleHandler(LeakDetector detector) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            detector.Search("handler of the site's", request);
            detector.Search("handler of the site's", request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken));
            var response = await base.SendAsync(request, cancellationToken);
            detector.Search("handler of the site's", response);
            return response;
        }
    }
}
