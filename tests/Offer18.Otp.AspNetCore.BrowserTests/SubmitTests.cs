using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What a press of a button does, and what of it is the page's.</summary>
public sealed class SubmitTests(BrowserFixture browsers)
{
    [Fact]
    public async Task Enter_twice_and_a_double_click_send_one_request_and_the_button_keeps_the_focus()
    {
        var answer = new TaskCompletionSource();
        var requests = 0;
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page => page.RouteAsync("**/generate**", async route =>
        {
            Interlocked.Increment(ref requests);
            await answer.Task;
            await route.ContinueAsync();
        }));
        var button = visitor.Page.Locator("button[type=submit]");

        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await visitor.Number.PressAsync("Enter");
        await button.DblClickAsync(new() { Force = true });
        await Expect(button).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(button).ToBeFocusedAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "true");
        answer.SetResult();
        await visitor.Code.WaitForAsync();

        Assert.Equal((1, 1), (Volatile.Read(ref requests), visitor.Phone.Sent));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_wrong_code_keeps_its_field_and_the_focus_and_the_next_one_replaces_it()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        var hand = new Hand(visitor.Page);
        await visitor.GenerateAsync();
        await visitor.Code.EvaluateAsync("field => window.field = field");
        await hand.TypeAsync(visitor.Code, visitor.Phone.WrongCode());
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("That code is not right");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Code).ToHaveAttributeAsync("aria-invalid", "true");
        // A phone closes its keyboard when the element that has the focus leaves the page.
        Assert.True(await visitor.Code.EvaluateAsync<bool>("field => field === window.field"));

        await visitor.Page.Keyboard.TypeAsync(visitor.Phone.WrongCode(2));
        await Expect(visitor.Code).ToHaveValueAsync(visitor.Phone.WrongCode(2));
        await hand.PressAsync(visitor.Page.Locator("[id$='-check']"));
        await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex("\"attemptsRemaining\":3"));
        await Expect(visitor.Code).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync(visitor.Phone.Code);
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task What_is_missing_is_said_in_the_pages_language_and_not_by_the_browser()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { Locale = "ar" });
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.GenerateAsync();
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex("\"attemptsRemaining\":5,.*invalid_otp"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Each_state_is_told_to_the_page_with_what_it_may_know()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", before: page => page.AddInitScriptAsync(
            "window.heard = []; addEventListener('offer18-otp:statechange', event => heard.push(event.detail.state + (event.detail.error ?? '')))"));
        await visitor.StayAsync();
        await BrowserVisitor.TypeAsync(visitor.Number, "1");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");

        await visitor.ComesTrueAsync("heard.join() === 'none,noneinvalid_msisdn,pending,verified'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gate_that_asks_while_a_code_is_pending_gets_its_visitor_back(bool javaScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
        await visitor.GenerateAsync();
        await visitor.Page.GotoAsync("/plain?returnUrl=%2Felsewhere%3Fsize%3D1");
        await visitor.VerifyAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere\\?size=1$"));
    }

    [Fact]
    public async Task A_form_in_the_pages_own_content_is_the_pages()
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain");
        await visitor.GenerateAsync();
        await visitor.Page.ClickAsync("#own-code button");

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outdated_form_is_refused_and_leads_back_to_one_that_is_not(bool javaScript)
    {
        var visitor = await BrowserVisitor.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
        await visitor.Page.Context.ClearCookiesAsync();
        await BrowserVisitor.TypeAsync(visitor.Number, visitor.Phone.Number);
        await Expect(visitor.Page.GetByText("Your browser did not keep this page’s cookies")).ToBeVisibleAsync();
        Assert.Equal(0, visitor.Phone.Sent);
        if (!javaScript)
        {
            await Look.FitsAsync(visitor.Page, "forged");
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the page" }).ClickAsync();
        }

        await visitor.GenerateAsync();
        Assert.Equal(1, visitor.Phone.Sent);
    }
}
