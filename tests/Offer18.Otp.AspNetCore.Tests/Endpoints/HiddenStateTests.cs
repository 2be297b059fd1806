using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary><see cref="Offer18OtpOptions.HideSubscriptionState"/>.</summary>
public sealed class HiddenStateTests
{
    private static readonly string[] Codes = ["already_subscribed", "not_eligible", "msisdn_blocked", "operator_not_supported"];

    [Fact]
    public async Task A_stranger_does_not_learn_what_the_partner_knows_of_a_number()
    {
        var answers = new List<string>();
        foreach (var code in Codes)
        {
            answers.Add(await WalkAsync(code, isHidden: true));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("not_eligible", answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_default_a_visitor_is_told_why_his_number_is_refused()
    {
        foreach (var code in Codes)
        {
            Assert.Contains(code, await WalkAsync(code, isHidden: false), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(999)]
    public async Task A_hidden_answer_comes_at_a_full_second(int milliseconds)
    {
        var clock = new TimerWatchingTime();
        var partner = new SlowPartner("already_subscribed") { Working = () => clock.Advance(TimeSpan.FromMilliseconds(milliseconds)) };
        await using var site = await StartAsync(partner, isHidden: true, clock);
        using var browser = site.NewBrowser();
        var answer = browser.GenerateAsync(OtpSite.Number);

        var wait = TimeSpan.FromMilliseconds(1000 - milliseconds);
        var waits = clock.TimerAsync(wait, TestContext.Current.CancellationToken);
        Assert.Same(waits, await Task.WhenAny(waits, answer));
        clock.Advance(wait);

        (await answer).AssertProblem(HttpStatusCode.UnprocessableEntity, "not_eligible");
    }

    // What is shown, of a first try, a second one within the cool-down, and the page after them.
    private static async Task<string> WalkAsync(string code, bool isHidden)
    {
        var partner = new SlowPartner(code);
        await using var site = await StartAsync(partner, isHidden);
        using var browser = site.NewBrowser();
        var first = await browser.GenerateAsync(OtpSite.Number);
        var second = await browser.GenerateAsync(OtpSite.Number);
        var status = await browser.StatusAsync();
        return string.Join('\n', Shown(first), Shown(second), status.State, $"{partner.Calls} calls");

        static string Shown(OtpAnswer answer) =>
            $"{(int)answer.Status} {answer.Body} {string.Join(' ', answer.Headers.Where(header => header.Key is not ("Date" or "Set-Cookie")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}"))}";
    }

    private static Task<OtpSite> StartAsync(SlowPartner partner, bool isHidden, TimerWatchingTime? clock = null) => OtpSite.StartAsync(
        clock: clock,
        before: builder => builder.Services.AddSingleton<IOffer18OtpClient>(partner),
        options: options => options.HideSubscriptionState = isHidden);

    private sealed class SlowPartner(string code) : IOffer18OtpClient
    {
        public Action? Working { get; init; }

        public int Calls { get; private set; }

        public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken)
        {
            Calls++;
            Working?.Invoke();
            // One partner says when to ask again, another does not.
            return Task.FromResult(Offer18Result.Failure(code, retryAfter: code == Codes[0] ? TimeSpan.FromMinutes(7) : null));
        }

        public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
