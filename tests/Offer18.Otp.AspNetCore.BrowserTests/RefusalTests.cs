using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What Offer18 says no to, as the visitor is told it.</summary>
public sealed class RefusalTests(BrowserFixture browsers)
{
    [Theory]
    [InlineData("07700 900401", "This number cannot be used")]
    [InlineData("07700 900402", "This operator is not supported")]
    [InlineData("07700 900403", "This number is not eligible")]
    public async Task A_refusal_leads_to_the_number_and_a_second_press_promises_no_code(string number, string title)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/static");
        await BrowserVisitor.TypeAsync(visitor.Number, number);
        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync(title);
        await Expect(visitor.Page).ToHaveTitleAsync("Error: Your number");
        await Expect(visitor.Number).ToHaveValueAsync(number);

        await visitor.Page.ClickAsync("button[type=submit]");
        await Expect(visitor.Error).ToContainTextAsync(title);
        await Expect(visitor.Error).ToContainTextAsync(new Regex("Try again in [1-5]\\sseconds?"));
        await visitor.Error.Locator("a").First.PressAsync("Enter");
        await Expect(visitor.Number).ToBeFocusedAsync();
        visitor.ChangePhone();
        await visitor.GenerateAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Your number");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_subscriber_reads_no_error_and_takes_another_number()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/static");
        await BrowserVisitor.TypeAsync(visitor.Number, "07700 900404");
        await Expect(visitor.Page.Locator("[role=status]")).ToHaveTextAsync("This number is already subscribed to the service.");
        await Expect(visitor.Page).ToHaveTitleAsync("Your number");
        await Expect(visitor.Number).ToHaveCountAsync(0);
        var another = visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Use another number" });
        await Expect(another).ToBeFocusedAsync();

        await another.ClickAsync();
        await Expect(visitor.Number).ToBeFocusedAsync();
        await visitor.GenerateAsync();
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("07700 900602", "Too many wrong codes")]
    [InlineData("07700 900603", "The code has expired")]
    public async Task A_code_that_the_partner_ended_leads_to_a_new_one_and_leaves_no_field(string number, string title)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/static");
        await visitor.GenerateAsync(number);
        await visitor.VerifyAsync();

        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync(title);
        await Expect(visitor.Code).ToHaveCountAsync(0);
        await Expect(visitor.Error).ToHaveTextAsync($"Error: {title}");
        await Expect(visitor.Page.Locator("[role=status]")).ToBeEmptyAsync();
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Send a new code" })).ToBeFocusedAsync();
        Assert.Empty(visitor.Errors);
    }
}
