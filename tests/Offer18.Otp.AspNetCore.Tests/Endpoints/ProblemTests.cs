using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>Each error as RFC 9457 problem details.</summary>
public sealed class ProblemTests
{
    [Fact]
    public async Task Each_error_has_the_media_type_an_absolute_type_and_the_answer_s_own_status()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/problem/{code}", (HttpContext context, string code) =>
            OtpProblem.Result(context, new OtpError(code) { AttemptsRemaining = 3, RetryAfter = TimeSpan.FromSeconds(1.2), Restart = true })));
        using var browser = site.NewBrowser();

        foreach (var row in OtpErrorTable.Rows)
        {
            var answer = await browser.SendAsync(new(HttpMethod.Get, $"/problem/{row.Code}"));

            answer.AssertProblem((HttpStatusCode)row.HttpStatus, row.Code);
            Assert.True(Uri.TryCreate(answer.Text("type"), UriKind.Absolute, out _));
            Assert.Equal((3, 2), (answer.Number("attemptsRemaining"), answer.Number("retryAfter")));
            Assert.True(answer.Json.GetProperty("restart").GetBoolean());
        }
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(29.001, 30)]
    public async Task The_time_to_wait_is_rounded_up_to_whole_seconds_and_never_nothing(double seconds, int said)
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/problem", (HttpContext context) =>
            OtpProblem.Result(context, new OtpError(OtpErrorCodes.ResendTooSoon) { RetryAfter = TimeSpan.FromSeconds(seconds) })));
        using var browser = site.NewBrowser();

        var answer = await browser.SendAsync(new(HttpMethod.Get, "/problem"));

        answer.AssertProblem(HttpStatusCode.TooManyRequests, "resend_too_soon");
        Assert.Equal(said, answer.Number("retryAfter"));
        Assert.False(answer.Json.TryGetProperty("restart", out _));
    }

    [Theory]
    [InlineData("en", null, "Enter your mobile number", "For example 07400 123456.")]
    [InlineData("en", "07700 90o123", "The number has letters in it", "Use digits only, for example 07400 123456.")]
    [InlineData("fr", "07700", "Le numéro est incomplet", "Saisissez tous ses chiffres, par exemple 07400 123456.")]
    [InlineData("ar", "", "يُرجى إدخال رقم هاتفك المحمول", "مثال: \u206607400 123456\u2069.")]
    [InlineData("en", "07700 900123 45678", "The number is too long", "Check its digits, for example 07400 123456.")]
    public async Task A_mistake_in_a_number_is_said_with_an_example(string language, string? typed, string title, string detail)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = new OtpBrowserClient(site.Address, language);

        var answer = await browser.GenerateAsync(typed);

        answer.AssertProblem(HttpStatusCode.BadRequest, "invalid_msisdn");
        Assert.Equal((title, detail), (answer.Text("title"), answer.Text("detail")));
    }

    [Theory]
    [InlineData(null, "Enter the code", "Enter the 4–8\u00a0digits of the code.")]
    [InlineData("12x", "The code contains only digits", "Enter the 4–8\u00a0digits of the code.")]
    [InlineData("123", "The code is too short", "Enter the 4–8\u00a0digits of the code.")]
    [InlineData("123456789", "That code is not right", "Check the code in the text message and enter it again.")]
    public async Task A_mistake_in_a_code_is_said_with_its_digits_and_costs_nothing(string? typed, string title, string detail)
    {
        await using var site = await OtpSite.StartAsync();
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);

        var answer = await browser.VerifyAsync(typed!);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "invalid_otp");
        Assert.Equal((title, detail, 5), (answer.Text("title"), answer.Text("detail"), answer.Number("attemptsRemaining")));
        Assert.Equal(0, site.Verified);
    }

    [Fact]
    public async Task A_closed_gate_is_a_problem_too()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();

        (await browser.SendAsync(new(HttpMethod.Get, "/premium"))).AssertProblem(HttpStatusCode.Forbidden, "otp_required");
    }
}
