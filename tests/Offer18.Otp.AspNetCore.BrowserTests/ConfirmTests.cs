using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A campaign that asks its visitors to confirm: the step between the code and the subscription.</summary>
public sealed class ConfirmTests(BrowserFixture browsers)
{
    private const string Terms = "£1 a week, until you send STOP to 2030.";

    [Theory]
    [InlineData("/subscription", true)]
    [InlineData("/subscription", false)]
    [InlineData("/subscription/server", true)]
    [InlineData("/shop/subscription", true)]
    public async Task Only_the_button_that_confirms_subscribes(string path, bool hasScript)
    {
        var visitor = await ComeAsync(path, hasScript);
        await AskAsync(visitor);
        await Expect(visitor.Page.GetByText("A code from zain.")).ToBeVisibleAsync();
        await visitor.VerifyAsync();

        await Expect(Confirm(visitor)).ToBeVisibleAsync();
        await Expect(Summary(visitor)).ToContainTextAsync($"Your number: +44•••••{visitor.Phone.Msisdn[^4..]}");
        await Expect(visitor.Page.Locator("form[action$=verify] .offer18-otp__terms p:visible")).ToContainTextAsync(Terms);
        await Expect(visitor.Page.GetByText("A code from zain.")).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator("[role=status]")).ToHaveTextAsync("Please check and confirm. No subscription starts until you do.");
        if (hasScript)
        {
            await Expect(Summary(visitor)).ToBeFocusedAsync();
            await visitor.Page.Keyboard.PressAsync("Enter");
        }

        Assert.Empty(Verified(visitor));
        await visitor.Page.ReloadAsync();
        await Expect(Confirm(visitor)).ToBeVisibleAsync();
        Assert.Empty(Verified(visitor));

        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        Assert.Equal("c-1", Assert.Single(Verified(visitor)).Parameter("source_id"));
        await visitor.Page.GotoAsync(path.Replace("/server", "", StringComparison.Ordinal) + "/agreed");
        await Expect(visitor.Page.Locator("body")).ToContainTextAsync(Terms);
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_cancels_can_begin_again(bool hasScript)
    {
        var visitor = await ComeAsync("/subscription", hasScript);
        await AskAsync(visitor);
        await visitor.VerifyAsync();

        await visitor.Page.Locator("[id$='-cancel']").ClickAsync();
        await Expect(visitor.Page.Locator("[role=status]")).ToHaveTextAsync("Request cancelled. No subscription was started.");
        if (hasScript)
        {
            await Expect(visitor.Number).ToBeFocusedAsync();
            await Expect(visitor.Number).ToHaveValueAsync(visitor.Phone.Number);
        }

        visitor.ChangePhone();
        await visitor.Page.Locator("[name=consent]").CheckAsync();
        await visitor.GenerateAsync();
        await visitor.VerifyAsync();
        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        Assert.Single(Verified(visitor));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_code_leads_back_to_its_field(bool hasScript)
    {
        var visitor = await ComeAsync("/subscription", hasScript);
        await AskAsync(visitor);
        await visitor.VerifyAsync(visitor.Phone.WrongCode());
        await Confirm(visitor).ClickAsync();

        await Expect(visitor.Error).ToContainTextAsync("That code is not right");
        await Expect(visitor.Page.GetByText("You have 4 attempts left.")).ToBeVisibleAsync();
        if (hasScript)
        {
            await Expect(visitor.Code).ToBeFocusedAsync();
        }

        await visitor.VerifyAsync();
        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_second_tab_shows_the_step_and_the_first_one_goes_on_from_there()
    {
        var visitor = await ComeAsync("/subscription", hasScript: true);
        await AskAsync(visitor);
        var first = visitor.Page;
        await visitor.OpenSecondTabAsync("/subscription");
        await visitor.VerifyAsync();
        await Expect(Confirm(visitor)).ToBeVisibleAsync();

        await first.BringToFrontAsync();
        await first.EvaluateAsync("dispatchEvent(new Event('focus'))");
        await Expect(first.Locator("[name=confirm]")).ToBeAttachedAsync();
        await first.Locator("[id$='-check']").ClickAsync();
        await Expect(first).ToHaveURLAsync(new Regex("/elsewhere$"));

        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        Assert.Single(Verified(visitor));
    }

    [Fact]
    public async Task Going_back_after_the_confirmation_subscribes_nobody_again()
    {
        var visitor = await ComeAsync("/subscription", hasScript: false);
        await AskAsync(visitor);
        await visitor.VerifyAsync();
        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));

        await visitor.Page.GoBackAsync();

        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");
        Assert.Single(Verified(visitor));
    }

    [Fact]
    public async Task A_confirmation_without_a_connection_can_be_repeated()
    {
        var visitor = await ComeAsync("/subscription", hasScript: true);
        await AskAsync(visitor);
        await visitor.VerifyAsync();
        await Expect(Confirm(visitor)).ToBeVisibleAsync();
        await visitor.Page.Context.SetOfflineAsync(true);
        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        Assert.Empty(Verified(visitor));

        await visitor.Page.Context.SetOfflineAsync(false);
        await Confirm(visitor).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        Assert.Single(Verified(visitor));
    }

    [Fact]
    public async Task The_evidence_of_a_circuit_is_what_stands_there_in_the_end()
    {
        var visitor = await ComeAsync("/subscription/server", hasScript: true);
        await Expect(visitor.Page.Locator("#interactive")).ToHaveTextAsync("True");
        await AskAsync(visitor);
        await visitor.VerifyAsync();
        await Expect(Confirm(visitor)).ToBeVisibleAsync();
        var before = await visitor.Page.Locator("[name=terms]").GetAttributeAsync("value");

        await visitor.Page.Locator("#shorten:visible").ClickAsync();
        await Expect(visitor.Page.Locator("form[action$=verify] .offer18-otp__terms p:visible")).Not.ToContainTextAsync("STOP");
        await Expect(visitor.Page.Locator("[name=terms]")).Not.ToHaveAttributeAsync("value", before!);
        await Confirm(visitor).ClickAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere$"));
        await visitor.Page.GotoAsync("/subscription/agreed");
        await Expect(visitor.Page.Locator("body")).ToHaveTextAsync("£1 a week. Less");
    }

    public static TheoryData<string, int, int> Screens => [.. new[] { "en-GB", "ar", "zh-CN" }.SelectMany(language =>
        new[] { (Width: 360, Height: 740), (Width: 360, Height: 420), (Width: 320, Height: 568), (Width: 1366, Height: 768) }
            .Select(size => LongAttribute.Row(new TheoryDataRow<string, int, int>(language, size.Width, size.Height), isLong: language != "ar" || size.Height is 740 or 568)))];

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task The_number_and_both_buttons_are_on_the_screen(string language, int width, int height)
    {
        var visitor = await ComeAsync("/subscription", hasScript: true, language, new() { Width = width, Height = height });
        await visitor.Page.EvaluateAsync("document.body.style.paddingBlock = '2000px 0'");
        await AskAsync(visitor);
        await visitor.VerifyAsync();
        await Expect(Summary(visitor)).ToBeFocusedAsync();

        await new Hand(visitor.Page).SeesAsync("confirm", visitor.Page.Locator("[data-part=status]"), Summary(visitor), Confirm(visitor), visitor.Page.Locator("[id$='-cancel']"));
        await Look.AtAsync(visitor.Page, $"confirm-{language}-{width}x{height}");
    }

    private static ILocator Confirm(BrowserVisitor visitor) => visitor.Page.Locator("form:has([name=confirm]) [id$='-check']");

    private static ILocator Summary(BrowserVisitor visitor) => visitor.Page.Locator("[id$='-summary']");

    private Simulator.SimulatedCall[] Verified(BrowserVisitor visitor) =>
        [.. browsers.Modes.Offer18.Calls.Where(call => call.Operation == "otp_verify" && call.Parameter("msisdn") == visitor.Phone.Msisdn)];

    private Task<BrowserVisitor> ComeAsync(string path, bool hasScript, string language = "en-GB", ViewportSize? size = null) =>
        BrowserVisitor.ComeAsync(browsers, path + "?clickid=c-1", new() { JavaScriptEnabled = hasScript, Locale = language, ViewportSize = size });

    private static async Task AskAsync(BrowserVisitor visitor)
    {
        await visitor.Page.Locator("[name=consent]").CheckAsync();
        await visitor.GenerateAsync();
    }
}
