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

        Assert.DoesNotContain("fail:", sample.Output, StringComparison.Ordinal);
    }
}
