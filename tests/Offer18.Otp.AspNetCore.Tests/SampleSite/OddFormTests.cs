using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

public sealed class OddFormTests
{
    [Fact]
    public async Task No_page_of_the_sample_answers_an_odd_form_with_an_error_of_its_own()
    {
        await using var sample = await SampleProcess.StartAsync("Development", ("Logging__LogLevel__Microsoft.AspNetCore", "Error"));
        using var browser = new OtpBrowserClient(sample.Address);

        foreach (var page in (string[])["/", "/verify", "/nowhere", "/premium", "/letters", "/trophies", "/doors", "/swagger", "/offer18/otp/generate", "/offer18/otp/status"])
        {
            foreach (var (name, odd) in Endpoints.OddFormTests.Odd)
            {
                var answer = await Endpoints.OddFormTests.PostAsync(browser, page, odd, token: null);
                Assert.True((int)answer.Status is >= 400 and < 500, $"{page} answers {name} with {(int)answer.Status}: {answer.Body}");
            }
        }

        // With the token in a header, a page is the first to read the form.
        using var verified = new OtpBrowserClient(sample.Address);
        await verified.GenerateAsync(OtpSite.Number);
        var inbox = await verified.GetPageAsync("/simulator/inbox");
        await verified.VerifyAsync(System.Text.RegularExpressions.Regex.Match(inbox.Body, @"\b\d{6}\b").Value);
        var token = (await verified.GetPageAsync("/premium")).Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
        foreach (var page in (string[])["/nowhere", "/premium", "/"])
        {
            foreach (var (name, odd) in Endpoints.OddFormTests.Odd)
            {
                var answer = await Endpoints.OddFormTests.PostAsync(verified, page, odd, token);
                Assert.True((int)answer.Status < 500, $"{page} answers {name} with {(int)answer.Status}: {answer.Body}");
            }
        }

        Assert.DoesNotContain("fail:", sample.Output, StringComparison.Ordinal);
    }
}
