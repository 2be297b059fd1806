using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What is asked beside the number, and with another number.</summary>
public sealed class NumberTests(BrowserFixture browsers)
{
    [Fact]
    public async Task A_verified_visitor_can_use_another_number_and_an_error_there_does_not_end_it()
    {
        foreach (var javaScript in new[] { true, false })
        {
            var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
            await visitor.GenerateAsync();
            await visitor.VerifyAsync();
            await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
            await visitor.Page.GotoAsync("/plain");
            await visitor.Page.ClickAsync("text=Use another number");
            await BrowserVisitor.TypeAsync(visitor.Number, "123");
            await Expect(visitor.Error).ToBeVisibleAsync();
            visitor.ChangePhone();
            await visitor.GenerateAsync();
            await visitor.Page.ClickAsync("text=Change number");
            visitor.ChangePhone();
            await visitor.GenerateAsync();
            await visitor.VerifyAsync();
            await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
            Assert.Empty(visitor.Errors);
        }
    }

    [Fact]
    public async Task A_national_number_is_read_in_the_chosen_country_and_an_error_keeps_the_choice()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        var country = visitor.Page.Locator("[name=country]");
        Assert.Equal("United Kingdom (\u2066+44\u2069)", await country.Locator("option").First.TextContentAsync());
        var button = visitor.Page.Locator(".offer18-otp__country");
        await Expect(button).ToHaveAttributeAsync("data-code", "+44");
        await country.SelectOptionAsync("KW");
        await Expect(button).ToHaveAttributeAsync("data-code", "+965");
        await BrowserVisitor.TypeAsync(visitor.Number, "1");
        await Expect(visitor.Error).ToBeFocusedAsync();
        Assert.True(await visitor.Error.Locator(".offer18-otp__example").EvaluateAsync<bool>("example => getComputedStyle(example).fontSize === getComputedStyle(example.parentElement).fontSize"));
        await Expect(country).ToHaveValueAsync("KW");
        await Expect(button).ToHaveAttributeAsync("data-code", "+965");

        var number = browsers.Modes.NewKuwaitNumber();
        await BrowserVisitor.TypeAsync(visitor.Number, string.Join(' ', number[3..5], number[5..]));
        await visitor.Code.WaitForAsync();
        await visitor.Page.ReloadAsync();
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync($"+965•••••{number[^4..]}");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_number_is_read_and_corrected_as_it_was_typed_until_the_page_is_reloaded()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        var hand = new Hand(visitor.Page);
        var country = visitor.Page.Locator("[name=country]");
        var status = visitor.Page.Locator("[role=status]");
        var change = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Change number" });
        var number = browsers.Modes.NewKuwaitNumber();
        var typed = string.Join(' ', number[3..6], number[6..]);
        await country.SelectOptionAsync("KW");
        await hand.TypeAsync(visitor.Number, typed);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(status).ToContainTextAsync($"We sent a code to {typed}.");

        await hand.TapAsync(change);
        await Expect(visitor.Number).ToBeFocusedAsync();
        await Expect(visitor.Number).ToHaveValueAsync(typed);
        await Expect(country).ToHaveValueAsync("KW");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = $"Enter the code for {typed}" })).ToBeVisibleAsync();
        // The visitor corrects the last digit.
        var other = browsers.Modes.NewKuwaitNumber();
        await visitor.Page.Keyboard.PressAsync("End");
        for (var digit = 0; digit < 5; digit++)
        {
            await visitor.Page.Keyboard.PressAsync("Backspace");
        }

        await visitor.Page.Keyboard.TypeAsync(other[^5..]);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(status).ToContainTextAsync($"We sent a code to {typed[..^5]}{other[^5..]}.");

        await visitor.Page.ReloadAsync();
        await Expect(status).ToContainTextAsync($"+965•••••{other[^4..]}");
        await hand.TapAsync(change);
        await Expect(visitor.Number).ToHaveValueAsync("");
        Assert.Empty(visitor.Errors);
    }

    // Only a digit in the middle differs, and the last four are all that the mask shows.
    [Fact]
    public async Task A_refused_number_is_not_shown_as_the_one_that_has_a_code()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await BrowserVisitor.TypeAsync(visitor.Number, "07400 800401");
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.Page.ClickAsync("text=Change number");
        await visitor.Number.FillAsync("07700 900401");
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("This number cannot be used");

        var back = visitor.Page.GetByText("Enter the code for");
        await Expect(back).ToContainTextAsync("•0401");
        await back.ClickAsync();
        await Expect(visitor.Code).ToBeVisibleAsync();
        await Expect(visitor.Element).Not.ToContainTextAsync("900401");
    }

    [Fact]
    public async Task Another_number_after_a_verified_one_begins_empty()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await visitor.StayAsync();
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await new Hand(visitor.Page).TapAsync(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Use another number" }));

        await Expect(visitor.Number).ToBeFocusedAsync();
        await Expect(visitor.Number).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Consent_is_a_box_that_nobody_has_ticked_and_the_button_says_the_operators_words()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/strict");
        var box = visitor.Page.GetByLabel("I agree to the terms.");
        var button = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Subscribe" });
        await Expect(box).Not.ToBeCheckedAsync();
        await visitor.Number.FillAsync("1");
        await box.CheckAsync();
        await button.ClickAsync();
        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(box).ToBeCheckedAsync();
        await Expect(button).ToBeVisibleAsync();

        await visitor.Number.FillAsync("07700 900404");
        await button.ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the content" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        Assert.Empty(visitor.Errors);
    }
}
