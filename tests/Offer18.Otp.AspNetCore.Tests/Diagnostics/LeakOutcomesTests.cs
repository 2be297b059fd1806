using Offer18.Otp.AspNetCore.Errors;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>Causes each error that a visitor can get, in a whole site, while every channel is watched.</summary>
public sealed class LeakOutcomesTests
{
    private const string ApiKey = "kOutcomes/7+Qy=&?";
    private const string Msisdn = "447700900777";
    private const string Otp = "84021957";
    private const string RequestId = "7f/Oq+2c88b1d2e3=Yy";

    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _undescribed = [];
    private readonly StoreSwitch _stores = new();
    private string _answer = "";
    private int _status = 200;
    private TaskCompletionSource _reached = new();
    private TaskCompletionSource? _hold;

    private static string Sent => $$"""{"status":"200","response":"otp_sent","data":"{{RequestId}}"}""";

    [Fact]
    public async Task No_outcome_tells_a_secret()
    {
        using var detector = new LeakDetector(ApiKey, Msisdn, Otp, RequestId);
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            _reached.TrySetResult();
            await (_hold?.Task ?? Task.CompletedTask);
            await connection.SendAsync(PeerAnswer.Http(_status, _answer));
        });
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(detector);
                builder.Services.AddSingleton(_stores);
                builder.Services.Decorate<IOtpRequestStore, FailingRequestStore>();
            },
            app => app.MapGet("/premium", () => "in").RequireOtpVerified(),
            options =>
            {
                options.BaseAddress = peer.Address;
                options.ApiKey = ApiKey;
                options.RequireConsent = true;
                // Each would hide an outcome.
                options.Limits.Mode = OtpLimitMode.Off;
            });

        foreach (var form in (bool[])[false, true])
        {
            using var browser = site.NewBrowser();
            var token = await browser.TokenAsync();
            await DriveAsync(site, browser, form, token, detector);
        }

        Assert.Empty(detector.Leaks);
        // The description of the endpoints lists what each can answer with.
        Assert.Empty(_undescribed);
        // There is no fraud check yet.
        Assert.Equal(OtpErrorTable.Codes.Except([OtpErrorCodes.FraudBlocked]).Order(), _seen.Order());
    }

    private async Task DriveAsync(OtpSite site, OtpBrowserClient browser, bool form, string token, LeakDetector detector)
    {
        await NoteAsync(OtpOperations.Gate, browser.SendAsync(new(HttpMethod.Get, "/premium")));
        await NoteAsync(OtpOperations.Generate, browser.PostAsync("/offer18/otp/generate", JsonContent.Create(new { msisdn = Msisdn }), token: null));
        await PostAsync("verify", ("otp", Otp));
        await PostAsync("generate", ("msisdn", "12"), ("consent", "true"));
        await PostAsync("generate", ("msisdn", Msisdn));

        foreach (var (status, text) in ((int, string)[])
        [
            (200, "MSISDN Blacklisted."), (200, "invalid operator"), (200, "NOT_ELIGIBLE"), (200, "ALREADY_SUBSCRIBED"),
            (400, "invalid_user_credentials"), (200, $"{Otp} for {Msisdn} {RequestId} {ApiKey} is odd"), (500, $"{Msisdn} failed"),
        ])
        {
            (_status, _answer) = (status, PeerAnswer.Error(text));
            await PostAsync("generate", ("msisdn", Msisdn), ("consent", "true"));
            site.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        (_status, _answer) = (200, Sent);
        await PostAsync("generate", ("msisdn", Msisdn), ("consent", "true"));
        await PostAsync("generate");
        for (var resend = 0; resend < 5; resend++)
        {
            site.Clock.Advance(TimeSpan.FromSeconds(30));
            await PostAsync("generate");
        }

        site.Clock.Advance(TimeSpan.FromMinutes(11));
        await PostAsync("verify", ("otp", Otp));
        await PostAsync("generate");

        _answer = PeerAnswer.Error("INVALID_PIN");
        _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = PostAsync("verify", ("otp", Otp));
        // The second post must come after the first: the first to arrive is held until the other has been answered.
        await _reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await PostAsync("verify", ("otp", Otp));
        _hold.SetResult();
        await held;
        _hold = null;
        for (var attempt = 0; attempt < 6; attempt++)
        {
            await PostAsync("verify", ("otp", Otp));
        }

        _stores.Failing.Add("Find");
        await NoteAsync(OtpOperations.Status, browser.StatusAsync());
        _stores.Failing.Clear();
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        (_status, _answer) = (200, Sent);
        await PostAsync("generate");
        _answer = PeerAnswer.Verified;
        await PostAsync("verify", ("otp", Otp));
        Assert.Equal("in", (await browser.GetPageAsync("/premium")).Body);
        await PostAsync("reset");
        site.Clock.Advance(TimeSpan.FromMinutes(11));

        async Task PostAsync(string operation, params (string Name, string Value)[] fields)
        {
            HttpContent content = form
                ? new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))
                : JsonContent.Create(fields.ToDictionary(field => field.Name, field => field.Value));
            await NoteAsync(Enum.Parse<OtpOperations>(operation, ignoreCase: true), browser.PostAsync($"/offer18/otp/{operation}", content, token));
        }

        async Task NoteAsync(OtpOperations operation, Task<OtpAnswer> asked)
        {
            var answer = await asked;
            detector.Search("visitor", answer.Body + answer.Headers);
            if (answer.MediaType == "application/problem+json")
            {
                var code = JsonElement.Parse(answer.Body).GetProperty("code").GetString()!;
                lock (_seen)
                {
                    _seen.Add(code);
                    if (!OtpErrorTable.CodesOf(operation).Any(codes => codes.Key == (int)answer.Status && codes.Contains(code)))
                    {
                        _undescribed.Add($"{operation} {code}");
                    }
                }
            }
        }
    }
}
