using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>WebOTP: the phone reads the message itself.</summary>
public sealed class SmsOfferTests(BrowserFixture browsers, ClockedSite site) : IClassFixture<ClockedSite>
{
    [Fact]
    public async Task The_phones_own_offer_fills_the_code_in_and_is_called_off_by_a_submit()
    {
        // Chromium on a computer has no SMS: what a phone does is put in its place, down to the signal.
        var visitor = await site.ComeAsync(browsers, before: page => page.AddInitScriptAsync("""
            window.OTPCredential = class {};
            window.sms = { asked: 0, aborted: 0 };
            navigator.credentials.get = ({ otp, signal }) => new Promise((resolve, reject) => {
                sms.asked++;
                sms.transport = otp.transport.join();
                sms.arrive = code => resolve({ code });
                signal.addEventListener('abort', () => { sms.aborted++; reject(signal.reason); });
            });
            """));
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("sms.asked"));
        await visitor.GenerateAsync();
        await visitor.ComesTrueAsync("sms.asked === 1 && sms.transport === 'sms'");
        await visitor.Page.EvaluateAsync("code => sms.arrive(code)", visitor.Phone.Code);
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.Code);
        Assert.EndsWith("/plain", visitor.Page.Url, StringComparison.Ordinal);

        await visitor.Page.ReloadAsync();
        await visitor.ComesTrueAsync("sms.asked === 1");
        await visitor.StayAsync();
        // After a wrong code and after a new one it listens anew.
        await visitor.GuessAsync();
        await visitor.ComesTrueAsync("sms.asked === 2 && sms.aborted === 1");
        var resend = visitor.Resend;
        await site.PassAsync(visitor.Page, 6);
        await Expect(resend).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await resend.ClickAsync();
        await visitor.ComesTrueAsync("sms.asked === 3 && sms.aborted === 2");
        await visitor.Page.EvaluateAsync("code => sms.arrive(code)", visitor.Phone.Code);
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.Code);
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");

        await visitor.Page.ClickAsync("text=Use another number");
        visitor.ChangePhone();
        await visitor.GenerateAsync();
        await visitor.ComesTrueAsync("sms.asked === 4");
        var aborted = await visitor.Page.EvaluateAsync<int>("sms.aborted");
        await visitor.Page.EvaluateAsync("document.querySelector('offer18-otp-verification').remove()");
        await visitor.ComesTrueAsync($"sms.aborted === {aborted + 1}");
        Assert.Empty(visitor.Errors);
    }
}
