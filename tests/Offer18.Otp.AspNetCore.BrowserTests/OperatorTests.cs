using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A campaign with two operators: the visitor comes by a click, agrees, and sees the terms of the operator of his number.</summary>
public sealed class OperatorTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_terms_are_those_of_the_numbers_operator_and_the_click_goes_with_it(bool hasScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/operators?clickid=c-1", new() { JavaScriptEnabled = hasScript });
        await Expect(Terms(visitor)).ToHaveTextAsync("£1 or £2 a week.");

        await visitor.Page.Locator("[name=consent]").CheckAsync();
        await visitor.GenerateAsync();
        await Expect(visitor.Code).ToBeVisibleAsync();
        await Expect(Terms(visitor)).ToHaveTextAsync("£1 a week.");
        await Expect(visitor.Page.GetByText("A code from zain.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("A code from nobody.")).ToBeHiddenAsync();

        await visitor.Page.Locator("form[action$=reset] button").First.ClickAsync();
        await Expect(visitor.Number).ToBeVisibleAsync();
        await Expect(Terms(visitor)).ToHaveTextAsync("£1 or £2 a week.");

        visitor.ChangePhone();
        await visitor.Page.Locator("[name=consent]").CheckAsync();
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        var calls = browsers.Modes.Offer18.Calls.Where(call => call.Parameter("msisdn") == visitor.Phone.Msisdn).ToArray();
        Assert.Equal(["otp_gen", "otp_verify"], calls.Select(call => call.Operation));
        Assert.All(calls, call => Assert.Equal(("zain-games", "c-1"), (call.Parameter("partner"), call.Parameter("source_id"))));
        Assert.Empty(visitor.Errors);
    }

    private static ILocator Terms(BrowserVisitor visitor) => visitor.Page.Locator("form .offer18-otp__terms p:visible");
}
