using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Events;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Events;

/// <summary>The site is asked before each step and told after it, and cannot lose a verification by that.</summary>
public sealed class EventTests : IDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<OtpEventContext> _told = [];
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Each_step_is_told_with_all_that_is_known_of_it()
    {
        await using var site = await StartAsync(otp =>
        {
            otp.RequireConsent = true;
            otp.LandingParameters["clickid"] = "source_id";
            otp.Operators.Add(new() { Name = "zain", Countries = { "GB" } });
        });
        using var browser = site.NewBrowser();
        var page = await browser.GetPageAsync("/component/verify?clickid=c-1");
        await browser.SubmitAsync(page, "generate", ("msisdn", OtpSite.Number), ("consent", "true"));
        var sentAt = site.Clock.GetUtcNow();
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.ResendAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var verified = await browser.VerifyAsync(site.Code);

        Assert.Equal(["OnSending", "OnSent", "OnSending", "OnSent", "OnVerifying", "OnVerified"], _told.Select(context => context.Name));
        Assert.All(_told, context =>
        {
            Assert.Equal(("", "zain", "44•••••0123", "+447700900123"), (context.Campaign, context.Operator, context.MaskedMsisdn, context.FullMsisdn));
            Assert.Equal(("c-1", "+447700900123"), (context.Landing["clickid"], context.Consent!.Msisdn));
            Assert.NotNull(context.HttpContext);
        });
        Assert.Equal([false, true], _told.OfType<OtpSendingContext>().Select(context => context.IsResend));
        Assert.Equal([false, true], _told.OfType<OtpSentContext>().Select(context => context.IsResend));
        Assert.Equal((sentAt, sentAt.AddMinutes(10)), (_told.OfType<OtpSentContext>().First().At, _told.OfType<OtpSentContext>().First().ExpiresAt));
        var conversion = Assert.Single(_told.OfType<OtpVerifiedContext>());
        Assert.Equal((sentAt.AddMinutes(2), sentAt.AddMinutes(32)), (conversion.At, conversion.ValidUntil));
        Assert.Equal(conversion.At, Assert.Single(_told.OfType<OtpVerifyingContext>()).At);
        Assert.Equal(conversion.EventId, verified.Text("eventId"));
        Assert.Equal(6, _told.Select(context => context.EventId).Distinct().Count());
        Assert.All(_told, context => Assert.Matches("^[A-Za-z0-9_-]{22}$", context.EventId));
    }

    [Fact]
    public async Task A_page_and_every_later_look_have_the_same_event_id()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        Assert.Null((await browser.StatusAsync()).Text("eventId"));
        await browser.VerifyAsync(site.Code);
        var id = _told.OfType<OtpVerifiedContext>().Single().EventId;

        Assert.Equal(id, (await browser.StatusAsync()).Text("eventId"));
        Assert.Contains($"\"eventId\":\"{id}\"", (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[data-status]")!.GetAttribute("data-status"), StringComparison.Ordinal);
        Assert.Equal(id, (await browser.VerifyAsync(site.Code)).Text("eventId"));
        Assert.Single(_told.OfType<OtpVerifiedContext>());
    }

    [Fact]
    public async Task A_handler_refuses_a_code_and_nothing_is_sent_or_counted()
    {
        var refuses = true;
        await using var site = await StartAsync(otp =>
        {
            otp.Limits.MaxSendsPerBrowser = 1;
            otp.MaxSendsPerMsisdn = 1;
            otp.Events.OnSending = (context, _) => Ask(context, () => refuses, context => context.Refuse(OtpErrorCodes.MsisdnBlocked));
        });
        using var browser = site.NewBrowser();
        await browser.StatusAsync();
        for (var times = 0; times < 3; times++)
        {
            (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.Forbidden, OtpErrorCodes.MsisdnBlocked);
        }

        Assert.Equal(0, site.Generated);
        var refused = _told.OfType<OtpRefusedContext>().First();
        Assert.Equal(("generate", OtpErrorCodes.MsisdnBlocked, false, "+447700900123"), (refused.Operation, refused.Code, refused.IsByCall, refused.FullMsisdn));
        refuses = false;
        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
    }

    [Theory]
    [InlineData("en", "Not at your age", "You must be 18.")]
    [InlineData("ar", "غير مسموح لعمرك", "يجب أن يكون عمرك 18 عامًا.")]
    public async Task A_handler_refuses_in_the_words_of_the_site(string language, string title, string detail)
    {
        await using var site = await StartAsync(
            otp => otp.Events.OnSending = (context, _) => Ask(context, () => true, context => context.Refuse(text: "too_young")),
            builder => builder.Services.AddOffer18Otp(_ => { }).AddTexts<SiteTexts>(),
            app => app.UseRequestLocalization("en", "ar"));
        using var browser = new OtpBrowserClient(site.Address, language);

        var answer = await browser.GenerateAsync(OtpSite.Number);
        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.NotEligible);
        Assert.Equal((title, detail), (answer.Text("title"), answer.Text("detail")));

        await browser.SubmitAsync(await browser.GetPageAsync("/component/verify"), "generate", ("msisdn", OtpSite.Number));
        var words = (await browser.GetPageAsync("/component/verify")).Page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains(title, words, StringComparison.Ordinal);
        Assert.Contains(detail, words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_the_site_does_not_have_is_that_of_the_code()
    {
        await using var site = await StartAsync(otp => otp.Events.OnSending = (context, _) => Ask(context, () => true, context => context.Refuse(text: "unknown_text")));
        using var browser = site.NewBrowser();

        Assert.Equal("This number is not eligible", (await browser.GenerateAsync(OtpSite.Number)).Text("title"));
    }

    [Fact]
    public async Task A_handler_refuses_a_check_which_costs_no_attempt()
    {
        var refuses = true;
        await using var site = await StartAsync(otp => otp.Events.OnVerifying = (context, _) => Ask(context, () => refuses, context => context.Refuse()));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        for (var times = 0; times < 7; times++)
        {
            (await browser.VerifyAsync(site.Code)).AssertProblem(HttpStatusCode.UnprocessableEntity, OtpErrorCodes.NotEligible);
        }

        Assert.Equal((0, 5), (site.Verified, (await browser.StatusAsync()).Number("attemptsRemaining")));
        refuses = false;
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);
    }

    [Theory]
    [InlineData("otp_expired", null)]
    [InlineData("no_such_code", null)]
    [InlineData("not_eligible", "")]
    [InlineData("not_eligible", "Too young!")]
    public async Task A_refusal_that_makes_no_sense_is_a_fault_of_the_handler(string code, string? text)
    {
        await using var site = await StartAsync(otp => otp.Events.OnSending = (context, _) => Ask(context, () => true, context => context.Refuse(code, text)));
        using var browser = site.NewBrowser();

        (await browser.GenerateAsync(OtpSite.Number)).AssertProblem(HttpStatusCode.ServiceUnavailable, OtpErrorCodes.StoreUnavailable);

        Assert.Equal(0, site.Generated);
        Assert.Equal("Error 1851 The site's handler of OnSending has failed: ArgumentException (campaign \"\").", Assert.Single(_log.Of(1851)));
    }

    [Fact]
    public async Task Handlers_that_throw_lose_nothing_and_are_logged_and_counted()
    {
        await using var site = await StartAsync(otp =>
        {
            otp.Events.OnSent = (context, _) => throw new InvalidOperationException(context.FullMsisdn);
            otp.Events.OnVerified = (context, _) => Task.FromException(new TimeZoneNotFoundException(context.FullMsisdn));
        });
        using var measurements = new Measurements(site.Services);
        using var browser = site.NewBrowser();

        Assert.Equal("pending", (await browser.GenerateAsync(OtpSite.Number)).State);
        Assert.Equal("verified", (await browser.VerifyAsync(site.Code)).State);

        Assert.Equal(
            ["Error 1851 The site's handler of OnSent has failed: InvalidOperationException (campaign \"\").", "Error 1851 The site's handler of OnVerified has failed: TimeZoneNotFoundException (campaign \"\")."],
            _log.Of(1851));
        Assert.Equal(["1 {failure} OnSent threw", "1 {failure} OnVerified threw"], measurements.Of("offer18.otp.event_handler.failures"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_that_hangs_holds_a_verified_visitor_up_for_five_seconds(bool holdsItsThread)
    {
        var begun = new TaskCompletionSource();
        using var released = new ManualResetEventSlim();
        CancellationToken given = default;
        await using var site = await StartAsync(otp => otp.Events.OnVerified = (_, cancellationToken) =>
        {
            given = cancellationToken;
            begun.SetResult();
            if (holdsItsThread)
            {
                released.Wait(TestContext.Current.CancellationToken);
            }

            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, TestContext.Current.CancellationToken);
        });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        var verifying = browser.VerifyAsync(site.Code);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(verifying.IsCompleted);
        await AdvanceUntilAsync(site, verifying);

        Assert.Equal("verified", (await verifying).State);
        Assert.True(given.IsCancellationRequested);
        Assert.Contains("it took too long", Assert.Single(_log.Of(1851)), StringComparison.Ordinal);
        released.Set();
    }

    [Fact]
    public async Task A_step_that_nobody_can_be_asked_about_is_refused()
    {
        var begun = new TaskCompletionSource();
        await using var site = await StartAsync(otp => otp.Events.OnSending = (_, cancellationToken) =>
        {
            begun.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        });
        using var browser = site.NewBrowser();

        var asking = browser.GenerateAsync(OtpSite.Number);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(site, asking);

        (await asking).AssertProblem(HttpStatusCode.ServiceUnavailable, OtpErrorCodes.StoreUnavailable);
        Assert.Equal(0, site.Generated);
    }

    [Fact]
    public async Task Any_number_of_classes_are_called_each_in_a_scope_of_its_own()
    {
        await using var site = await StartAsync(build: builder =>
        {
            builder.Services.AddScoped<OfScope>();
            builder.Services.AddOffer18Otp(_ => { }).AddEventHandler<First>().AddEventHandler<Second>().AddEventHandler<First>();
            builder.Services.AddOffer18Otp("other", otp => OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/"))).AddEventHandler<First>();
        });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        var seen = site.Services.GetRequiredService<ConcurrentQueue<string>>();
        Assert.Equal(["First sending", "First verified", "Second verified"], seen.Select(line => line.Split(':')[0]).Order());
        Assert.Equal(3, seen.Select(line => line.Split(':')[1]).Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_is_told_with_what_decided_it()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync("12");
        await browser.GenerateAsync(OtpSite.Number);
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.WrongCode);

        Assert.Equal(
            [
                ("generate", OtpErrorCodes.InvalidMsisdn, false, null), ("generate", OtpErrorCodes.ResendTooSoon, false, "+447700900123"),
                ("verify", OtpErrorCodes.InvalidOtp, true, "+447700900123"),
            ],
            _told.OfType<OtpRefusedContext>().Select(context => (context.Operation, context.Code, context.IsByCall, context.FullMsisdn)));
        Assert.Equal(TimeSpan.FromSeconds(30), _told.OfType<OtpRefusedContext>().ElementAt(1).RetryAfter);
    }

    [Theory]
    [InlineData(OtpLimitMode.Enforce)]
    [InlineData(OtpLimitMode.Record)]
    public async Task A_limit_that_is_reached_is_told_whether_it_refuses_or_not(OtpLimitMode mode)
    {
        await using var site = await StartAsync(otp =>
        {
            otp.Limits.Mode = mode;
            otp.Limits.MaxSendsPerAddress = 1;
        });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.GenerateAsync("+44 7700 900124");

        var limited = Assert.Single(_told.OfType<OtpLimitedContext>());
        Assert.Equal(("generate", OtpLimitKind.Address, mode, "+447700900124"), (limited.Operation, limited.Limit, limited.Mode, limited.FullMsisdn));
        Assert.Equal(mode == OtpLimitMode.Enforce ? 1 : 0, _told.OfType<OtpRefusedContext>().Count());
    }

    [Fact]
    public async Task What_is_taken_back_is_told_with_the_reason()
    {
        await using var site = await StartAsync(map: app => app.MapGet("/out", (Microsoft.AspNetCore.Http.HttpContext context, IOtpProofs proofs) => proofs.RevokeAsync(context)));
        using var browser = await site.NewVerifiedBrowserAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        await browser.GetPageAsync("/out");
        await using (var scope = site.Services.CreateAsyncScope())
        {
            var proofs = scope.ServiceProvider.GetRequiredService<IOtpProofs>();
            await proofs.RevokeMsisdnAsync(OtpSite.Msisdn, cancellationToken: TestContext.Current.CancellationToken);
            await proofs.RevokeCampaignAsync("", TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            [("replaced", "+447700900123", true), ("browser", "+447700900123", true), ("number", "+447700900123", false), ("campaign", null, false)],
            _told.OfType<OtpRevokedContext>().Select(context => (context.Reason, context.FullMsisdn, context.HttpContext is not null)));
    }

    [Fact]
    public async Task Of_many_right_codes_at_once_one_is_told_as_a_conversion()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        var (code, token) = (site.Code, await browser.TokenAsync());

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => browser.PostAsync(
            OtpBrowserClient.DefaultPrefix + "/verify", System.Net.Http.Json.JsonContent.Create(new { otp = code }), token)));

        Assert.Single(_told.OfType<OtpVerifiedContext>());
    }

    [Fact]
    public async Task A_number_for_tests_raises_no_events()
    {
        await using var site = await StartAsync(otp => otp.Limits.TestNumbers.Add(new() { Msisdn = OtpSite.Number, Code = "123456", EndsAt = new(2026, 1, 20, 0, 0, 0, TimeSpan.Zero) }));
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync("654321");
        var verified = await browser.VerifyAsync("123456");

        Assert.Equal(("verified", null), (verified.State, verified.Text("eventId")));
        Assert.Empty(_told);
    }

    [Fact]
    public void No_context_shows_what_it_is_about() =>
        Assert.Equal("OtpVerifiedContext", new OtpVerifiedContext { FullMsisdn = "+447700900123" }.ToString());

    private Task<OtpSite> StartAsync(Action<Offer18OtpOptions>? options = null, Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null) => OtpSite.StartAsync(
        builder =>
        {
            OtpPlaces.Build(builder);
            builder.Logging.AddProvider(_log);
            builder.Services.AddSingleton(new ConcurrentQueue<string>());
            build?.Invoke(builder);
        },
        app =>
        {
            OtpPlaces.Map(app);
            map?.Invoke(app);
        },
        otp =>
        {
            otp.Events.OnSending = TellAsync;
            otp.Events.OnVerifying = TellAsync;
            otp.Events.OnSent = TellAsync;
            otp.Events.OnVerified = TellAsync;
            otp.Events.OnRefused = TellAsync;
            otp.Events.OnLimited = TellAsync;
            otp.Events.OnRevoked = TellAsync;
            options?.Invoke(otp);
        });

    private Task TellAsync(OtpEventContext context, CancellationToken cancellationToken)
    {
        _told.Enqueue(context);
        return Task.CompletedTask;
    }

    private static Task Ask<TContext>(TContext context, Func<bool> refuses, Action<TContext> refuse)
    {
        if (refuses())
        {
            refuse(context);
        }

        return Task.CompletedTask;
    }

    // The wait of the handler begins a moment after it.
    private static async Task AdvanceUntilAsync(OtpSite site, Task answered)
    {
        while (!answered.IsCompleted)
        {
            site.Clock.Advance(TooLong);
            await Task.WhenAny(answered, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken));
        }
    }

    private sealed class OfScope
    {
        private static int _made;

        public int Id { get; } = Interlocked.Increment(ref _made);
    }

    private sealed class First(ConcurrentQueue<string> seen, OfScope scope) : IOtpEventHandler
    {
        public Task OnSendingAsync(OtpSendingContext context, CancellationToken cancellationToken)
        {
            seen.Enqueue($"First sending:{scope.Id}");
            return Task.CompletedTask;
        }

        public Task OnVerifiedAsync(OtpVerifiedContext context, CancellationToken cancellationToken)
        {
            seen.Enqueue($"First verified:{scope.Id}");
            return Task.CompletedTask;
        }
    }

    private sealed class Second(ConcurrentQueue<string> seen, OfScope scope) : IOtpEventHandler
    {
        public Task OnVerifiedAsync(OtpVerifiedContext context, CancellationToken cancellationToken)
        {
            seen.Enqueue($"Second verified:{scope.Id}");
            return Task.CompletedTask;
        }
    }
}
