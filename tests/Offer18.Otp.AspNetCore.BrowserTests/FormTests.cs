using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>What the module does for the forms, whatever page they are in.</summary>
public sealed class FormTests(BrowserFixture browsers)
{
    [Fact]
    public async Task Enter_twice_and_a_double_click_send_one_request_and_the_button_keeps_the_focus()
    {
        var answer = new TaskCompletionSource();
        var requests = 0;
        var visitor = await Person.ComeAsync(browsers, "/plain", before: page => page.RouteAsync("**/generate**", async route =>
        {
            Interlocked.Increment(ref requests);
            await answer.Task;
            await route.ContinueAsync();
        }));
        var number = Person.NewNumber();
        var button = visitor.Page.Locator("button[type=submit]");

        await visitor.Number.FillAsync(number);
        await visitor.Number.PressAsync("Enter");
        await visitor.Number.PressAsync("Enter");
        await button.DblClickAsync(new() { Force = true });
        await Expect(button).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(button).ToBeFocusedAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "true");
        answer.SetResult();
        await visitor.Code.WaitForAsync();

        Assert.Equal((1, 1), (Volatile.Read(ref requests), visitor.Sent(number)));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_press_on_the_way_back_does_not_wait_for_the_look_at_the_state()
    {
        var look = new TaskCompletionSource();
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var number = await visitor.GenerateAsync();
        await visitor.Page.RouteAsync("**/status**", async route =>
        {
            await look.Task;
            await route.AbortAsync();
        });
        await visitor.Page.RunAndWaitForRequestAsync(
            () => visitor.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"), "**/status**");
        await visitor.VerifyAsync(visitor.CodeFor(number));

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        look.SetResult();
    }

    [Fact]
    public async Task Without_a_connection_it_says_so_and_what_was_typed_waits_for_the_next_press()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var number = Person.NewNumber();
        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.Number.FillAsync(number);
        await visitor.Number.PressAsync("Enter");

        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await Expect(visitor.Number).ToHaveValueAsync(number);
        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.Page.ClickAsync("button[type=submit]");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);
        Assert.Equal(1, visitor.Sent(number));
    }

    [Theory]
    [InlineData("/plain")]
    [InlineData("/server-only")]
    public async Task A_lost_answer_is_asked_for_and_nothing_is_sent_or_checked_twice(string path)
    {
        var visitor = await Person.ComeAsync(browsers, path);
        await visitor.Page.RouteAsync(new Regex("/(generate|verify)\\?"), async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        var number = Person.NewNumber();
        await visitor.Number.FillAsync(number);
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("No connection");
        await visitor.Error.GetByRole(AriaRole.Button, new() { Name = "Check again" }).PressAsync("Enter");
        await Expect(visitor.Code).ToBeFocusedAsync();
        await Expect(visitor.Error).ToHaveCountAsync(0);

        await visitor.VerifyAsync(visitor.CodeFor(number));
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.Page.EvaluateAsync("dispatchEvent(new Event('online'))");
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync("is verified");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Continue" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Equal((1, 1), (visitor.Sent(number), visitor.Checked(number)));
    }

    [Theory]
    [InlineData("/plain")]
    [InlineData("/server-only")]
    public async Task Somebody_elses_answer_is_no_lack_of_connection_and_can_be_asked_for_again(string path)
    {
        var visitor = await Person.ComeAsync(browsers, path, before: page => page.RouteAsync(new Regex("/otp/"), route =>
            route.FulfillAsync(new() { Status = 502, ContentType = "text/html", Body = "<h1>Bad gateway</h1>" })));
        var number = Person.NewNumber();
        if (path == "/plain")
        {
            await visitor.Number.FillAsync(number);
            await visitor.Number.PressAsync("Enter");
        }

        await Expect(visitor.Error).ToContainTextAsync("Something went wrong");
        await Expect(visitor.Error).Not.ToContainTextAsync("connection");
        await visitor.Error.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.Page.UnrouteAllAsync();
        await visitor.Error.GetByRole(AriaRole.Button).PressAsync("Enter");
        await Expect(visitor.Number).ToBeFocusedAsync();
        await Expect(visitor.Number).ToHaveValueAsync(path == "/plain" ? number : "");
        await visitor.GenerateAsync(number);
        Assert.Equal(1, visitor.Sent(number));
    }

    [Fact]
    public async Task A_page_from_the_browsers_history_asks_how_far_the_visitor_has_come()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var first = visitor.Page;
        await visitor.OpenSecondTabAsync("/plain");
        await visitor.GenerateAsync();
        await first.EvaluateAsync("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");

        await Expect(first.Locator("[name=otp]")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("07700 900401", "This number cannot be used")]
    [InlineData("07700 900402", "This operator is not supported")]
    [InlineData("07700 900403", "This number is not eligible")]
    [InlineData("07700 900404", "Already subscribed")]
    [InlineData("07700 900500", "The service cannot be reached")]
    public async Task A_refusal_leads_to_the_number_and_a_second_press_promises_no_code(string number, string title)
    {
        var visitor = await Person.ComeAsync(browsers, "/static");
        await visitor.Number.FillAsync(number);
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync(title);
        await Expect(visitor.Page).ToHaveTitleAsync("Error: Your number");
        await Expect(visitor.Number).ToHaveValueAsync(number);

        await visitor.Page.ClickAsync("button[type=submit]");
        await Expect(visitor.Error).ToContainTextAsync("Please wait a moment");
        await Expect(visitor.Error).ToContainTextAsync(new Regex("Try again in [1-5] seconds?"));
        await visitor.Error.Locator("a").First.PressAsync("Enter");
        await Expect(visitor.Number).ToBeFocusedAsync();
        await visitor.GenerateAsync();
        await Expect(visitor.Page).ToHaveTitleAsync("Your number");
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("07700 900602", "Too many wrong codes")]
    [InlineData("07700 900603", "The code has expired")]
    public async Task A_code_that_the_partner_ended_leads_to_a_new_one_and_leaves_no_field(string number, string title)
    {
        var visitor = await Person.ComeAsync(browsers, "/static");
        await visitor.GenerateAsync(number);
        await visitor.VerifyAsync(visitor.CodeFor(number));

        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Error).ToContainTextAsync(title);
        await Expect(visitor.Code).ToHaveCountAsync(0);
        await visitor.Error.Locator("a").First.PressAsync("Enter");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Send a new code" }).Last).ToBeFocusedAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task What_is_missing_is_said_in_the_pages_language_and_not_by_the_browser()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain", new() { Locale = "ar" });
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.GenerateAsync();
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(visitor.Element).ToHaveAttributeAsync("data-status", new Regex("\"attemptsRemaining\":5,.*invalid_otp"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Each_state_is_told_to_the_page_with_what_it_may_know()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain", before: page => page.AddInitScriptAsync(
            "window.heard = []; addEventListener('offer18-otp:statechange', event => heard.push(event.detail.state + (event.detail.error ?? '')))"));
        await visitor.StayAsync();
        await visitor.Number.FillAsync("1");
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        var number = await visitor.GenerateAsync();
        await visitor.VerifyAsync(visitor.CodeFor(number));
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");

        await ComesTrueAsync(visitor.Page, "heard.join() === 'none,noneinvalid_msisdn,pending,verified'");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gate_that_asks_while_a_code_is_pending_gets_its_visitor_back(bool javaScript)
    {
        var visitor = await Person.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
        var number = await visitor.GenerateAsync();
        await visitor.Page.GotoAsync("/plain?returnUrl=%2Felsewhere%3Fsize%3D1");
        await visitor.VerifyAsync(visitor.CodeFor(number));

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere\\?size=1$"));
    }

    [Fact]
    public async Task A_form_in_the_pages_own_content_is_the_pages()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        await visitor.GenerateAsync();
        await visitor.Page.ClickAsync("#own-code button");

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/elsewhere"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_outdated_form_is_refused_and_leads_back_to_one_that_is_not(bool javaScript)
    {
        var visitor = await Person.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
        var number = Person.NewNumber();
        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.Number.FillAsync(number);
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Page.GetByText("The page is out of date")).ToBeVisibleAsync();
        Assert.Equal(0, visitor.Sent(number));
        if (!javaScript)
        {
            await Look.FitsAsync(visitor.Page, "forged");
            await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the page" }).ClickAsync();
        }

        await visitor.GenerateAsync(number);
        Assert.Equal(1, visitor.Sent(number));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_announced_again_and_a_new_code_is()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var number = await visitor.GenerateAsync();
        await visitor.Page.EvaluateAsync("""
            window.told = 0;
            new MutationObserver(() => told++).observe(document.querySelector('[role=status]'), { childList: true, characterData: true, subtree: true });
            """);
        await visitor.VerifyAsync(visitor.WrongCodeFor(number));
        await Expect(visitor.Error).ToBeFocusedAsync();
        await visitor.Page.RunAndWaitForResponseAsync(
            () => visitor.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"), "**/status**");
        Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("told"));

        var resend = visitor.Page.Locator("form[action$=generate] button");
        await Expect(resend).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await resend.ClickAsync();
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        Assert.Equal(1, await visitor.Page.EvaluateAsync<int>("told"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_countdown_runs_to_a_new_code_survives_a_reload_and_one_click_sends_one()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var number = await visitor.GenerateAsync();
        var resend = visitor.Page.Locator("form[action$=generate] button");
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        await visitor.Page.ReloadAsync();
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        await resend.ClickAsync(new() { Force = true });
        Assert.Equal(1, visitor.Sent(number));

        await Expect(resend).Not.ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = 20_000 });
        await Expect(visitor.Page.Locator("[data-countdown]")).ToBeHiddenAsync();
        await visitor.Page.RunAndWaitForResponseAsync(() => resend.DblClickAsync(new() { Force = true }), "**/generate?**");
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "false");
        await Expect(resend).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(resend).ToBeFocusedAsync();
        Assert.Equal(2, visitor.Sent(number));
        await visitor.VerifyAsync(visitor.CodeFor(number));
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [InlineData("{0} {1}", '0')]
    [InlineData("G-{0}{1}", '0')]
    [InlineData("Your code is {0}{1}.", '0')]
    [InlineData("Moonjar 24: {0}{1} is your code, good for 10 minutes.\n\n@moonjar.example #{0}{1}", '0')]
    [InlineData("10 分钟内有效：{0} {1}", '0')]
    [InlineData("Code : {0}\u202F{1}, 10 min", '0')]
    [InlineData("{0}{1}", '\u0660')]
    [InlineData("{0}{1}", '\u06F0')]
    [InlineData("\u200E{0} {1}\u200F", '\uFF10')]
    public async Task A_code_can_be_pasted_as_it_comes(string form, char zero)
    {
        var visitor = await Person.ComeAsync(browsers, "/plain", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var number = await visitor.GenerateAsync();
        var digits = string.Concat(visitor.CodeFor(number).Select(digit => (char)(digit - '0' + zero)));
        var text = string.Format(CultureInfo.InvariantCulture, form, digits[..3], digits[3..]);

        await PasteAsync(visitor, text);
        await Expect(visitor.Code).ToHaveValueAsync(digits);
        await Expect(visitor.Code).ToBeVisibleAsync();
        await visitor.Code.PressAsync("Enter");

        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_pasted_code_replaces_a_wrong_one_and_of_two_codes_the_visitor_chooses()
    {
        var visitor = await Person.ComeAsync(browsers, "/strict", new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await visitor.StayAsync();
        await visitor.Page.CheckAsync("[name=consent]");
        var number = await visitor.GenerateAsync();
        await visitor.VerifyAsync(visitor.WrongCodeFor(number));
        await Expect(visitor.Error).ToBeFocusedAsync();
        await PasteAsync(visitor, visitor.CodeFor(number));
        await Expect(visitor.Code).ToHaveValueAsync(visitor.CodeFor(number));

        await visitor.Code.FillAsync("");
        await PasteAsync(visitor, $"Of 2026: {visitor.CodeFor(number)}");
        await Expect(visitor.Code).ToHaveValueAsync($"Of 2026: {visitor.CodeFor(number)}");
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Error).ToContainTextAsync("That code is not right");
        await PasteAsync(visitor, $"Of 2026: {visitor.CodeFor(number)} @moonjar.example #{visitor.CodeFor(number)}");
        await Expect(visitor.Code).ToHaveValueAsync(visitor.CodeFor(number));
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_code_is_sent_by_itself_only_where_the_page_asks_for_that()
    {
        var waiting = await Person.ComeAsync(browsers, "/plain");
        var first = await waiting.GenerateAsync();
        await waiting.Code.PressSequentiallyAsync(waiting.CodeFor(first));
        await Expect(waiting.Element).Not.ToHaveAttributeAsync("aria-busy", "true");
        Assert.EndsWith("/plain", waiting.Page.Url, StringComparison.Ordinal);

        var visitor = await Person.ComeAsync(browsers, "/auto");
        var number = await visitor.GenerateAsync();
        await visitor.Code.PressSequentiallyAsync(visitor.CodeFor(number));
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("/premium$"));
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_phones_own_offer_fills_the_code_in_and_is_called_off_by_a_submit()
    {
        // Chromium on a computer has no SMS: what a phone does is put in its place, down to the signal.
        var visitor = await Person.ComeAsync(browsers, "/plain", before: page => page.AddInitScriptAsync("""
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
        var number = await visitor.GenerateAsync();
        await ComesTrueAsync(visitor.Page, "sms.asked === 1 && sms.transport === 'sms'");
        await visitor.Page.EvaluateAsync("code => sms.arrive(code)", visitor.CodeFor(number));
        await Expect(visitor.Code).ToHaveValueAsync(visitor.CodeFor(number));
        Assert.EndsWith("/plain", visitor.Page.Url, StringComparison.Ordinal);

        await visitor.Page.ReloadAsync();
        await ComesTrueAsync(visitor.Page, "sms.asked === 1");
        await visitor.StayAsync();
        // After a wrong code and after a new one it listens anew.
        await visitor.VerifyAsync(visitor.WrongCodeFor(number));
        await ComesTrueAsync(visitor.Page, "sms.asked === 2 && sms.aborted === 1");
        var resend = visitor.Page.Locator("form[action$=generate] button");
        await Expect(resend).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await resend.ClickAsync();
        await ComesTrueAsync(visitor.Page, "sms.asked === 3 && sms.aborted === 2");
        await visitor.Page.EvaluateAsync("code => sms.arrive(code)", visitor.CodeFor(number));
        await Expect(visitor.Code).ToHaveValueAsync(visitor.CodeFor(number));
        await visitor.Code.PressAsync("Enter");
        await Expect(visitor.Element).ToHaveAttributeAsync("data-state", "verified");

        await visitor.Page.ClickAsync("text=Use another number");
        await visitor.GenerateAsync();
        await ComesTrueAsync(visitor.Page, "sms.asked === 4");
        var aborted = await visitor.Page.EvaluateAsync<int>("sms.aborted");
        await visitor.Page.EvaluateAsync("document.querySelector('offer18-otp-verification').remove()");
        await ComesTrueAsync(visitor.Page, $"sms.aborted === {aborted + 1}");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_verified_visitor_can_use_another_number_and_an_error_there_does_not_end_it()
    {
        foreach (var javaScript in new[] { true, false })
        {
            var visitor = await Person.ComeAsync(browsers, "/plain", new() { JavaScriptEnabled = javaScript });
            var first = await visitor.GenerateAsync();
            await visitor.VerifyAsync(visitor.CodeFor(first));
            await visitor.Page.WaitForURLAsync(new Regex("/premium$"));
            await visitor.Page.GotoAsync("/plain");
            await visitor.Page.ClickAsync("text=Use another number");
            await visitor.Number.FillAsync("123");
            await visitor.Number.PressAsync("Enter");
            await Expect(visitor.Error).ToBeVisibleAsync();
            await visitor.GenerateAsync();
            await visitor.Page.ClickAsync("text=Change number");
            var second = await visitor.GenerateAsync();
            await visitor.VerifyAsync(visitor.CodeFor(second));
            await visitor.Page.WaitForURLAsync(new Regex("/premium$"));
            Assert.Empty(visitor.Errors);
        }
    }

    [Fact]
    public async Task A_step_in_another_tab_is_seen_and_what_is_typed_is_left_alone()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var first = visitor.Page;
        await first.FillAsync("[name=msisdn]", "07700 9");
        await visitor.OpenSecondTabAsync("/plain");
        await ComesBackAsync(first);
        await Expect(first.Locator("[name=msisdn]")).ToHaveValueAsync("07700 9");
        await visitor.GenerateAsync();
        await ComesBackAsync(first);

        await Expect(first.Locator("[name=otp]")).ToBeVisibleAsync();
        await first.FillAsync("[name=otp]", "12");
        await ComesBackAsync(first);
        await Expect(first.Locator("[name=otp]")).ToHaveValueAsync("12");
        Assert.Empty(visitor.Errors);

        // Headless Chromium shows all its tabs; the event is what a browser with one window fires.
        static Task ComesBackAsync(IPage page) =>
            page.RunAndWaitForResponseAsync(() => page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))"), "**/status**");
    }

    [Fact]
    public async Task A_national_number_is_read_in_the_chosen_country_and_an_error_keeps_the_choice()
    {
        var visitor = await Person.ComeAsync(browsers, "/plain");
        var country = visitor.Page.Locator("[name=country]");
        Assert.Equal("United Kingdom (\u2066+44\u2069)", await country.Locator("option").First.TextContentAsync());
        await country.SelectOptionAsync("KW");
        await visitor.Number.FillAsync("1");
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Error).ToBeFocusedAsync();
        await Expect(country).ToHaveValueAsync("KW");

        var number = browsers.Modes.NewKuwaitNumber();
        await visitor.Number.FillAsync(string.Join(' ', number[3..5], number[5..]));
        await visitor.Number.PressAsync("Enter");
        await Expect(visitor.Page.Locator("[role=status]")).ToContainTextAsync($"+965•••••{number[^4..]}");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Consent_is_a_box_that_nobody_has_ticked_and_the_button_says_the_operators_words()
    {
        var visitor = await Person.ComeAsync(browsers, "/strict");
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

    [Fact]
    public async Task Nothing_moves_while_it_waits_works_and_counts()
    {
        var answer = new TaskCompletionSource();
        var visitor = await Person.ComeAsync(browsers, "/plain", before: async page =>
        {
            await page.AddInitScriptAsync("""
                window.moved = 0;
                new PerformanceObserver(list => list.getEntries().forEach(shift => window.moved += shift.hadRecentInput ? 0 : shift.value))
                    .observe({ type: 'layout-shift', buffered: true });
                """);
            await page.RouteAsync("**/verify?**", async route =>
            {
                await answer.Task;
                await route.ContinueAsync();
            });
        });
        var number = await visitor.GenerateAsync();
        var resend = visitor.Page.Locator("form[action$=generate] button");
        var before = await BoxAsync();

        await visitor.VerifyAsync(visitor.WrongCodeFor(number));
        await Expect(visitor.Element).ToHaveAttributeAsync("aria-busy", "true");
        await Expect(visitor.Page.Locator("[data-countdown]")).ToBeHiddenAsync(new() { Timeout = 20_000 });

        Assert.Equal(before, await BoxAsync());
        Assert.Equal(0, await visitor.Page.EvaluateAsync<double>("window.moved"));
        answer.SetResult();
        await Expect(visitor.Error).ToBeFocusedAsync();

        async Task<(float, float, float, float)> BoxAsync()
        {
            var box = (await resend.BoundingBoxAsync())!;
            return (box.X, box.Y, box.Width, box.Height);
        }
    }

    [Theory]
    [InlineData("/plain", "en")]
    [InlineData("/plain", "ar")]
    [InlineData("/plain", "fr")]
    [InlineData("/strict", "pt")]
    [InlineData("/headless", "zh-Hans")]
    public async Task Nothing_is_cut_off_at_320_pixels_at_twice_the_size_in_forced_colours(string path, string language)
    {
        var visitor = await Person.ComeAsync(browsers, path, new() { Locale = language, ViewportSize = new() { Width = 320, Height = 640 }, ForcedColors = ForcedColors.Active });
        await AssertFitsAsync();
        if (path == "/strict")
        {
            await visitor.Page.CheckAsync("[name=consent]");
        }

        await visitor.GenerateAsync();
        await AssertFitsAsync();
        Assert.Equal(path != "/headless", await visitor.Page.EvaluateAsync<bool>("[...document.styleSheets].some(sheet => sheet.href?.includes('otp-verification'))"));
        Assert.True(await visitor.Code.EvaluateAsync<double>("field => parseFloat(getComputedStyle(field).fontSize)") >= (path == "/headless" ? 13 : 16));
        Assert.Empty(visitor.Errors);

        async Task AssertFitsAsync()
        {
            foreach (var size in new[] { "100%", "200%" })
            {
                await visitor.Page.EvaluateAsync("size => document.documentElement.style.fontSize = size", size);
                Assert.Equal(0, await visitor.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
                await Look.FitsAsync(visitor.Page, size);
            }
        }
    }

    private static async Task PasteAsync(Person visitor, string text)
    {
        await visitor.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await visitor.Code.PressAsync("Control+V");
    }

    // The page's policy forbids what WaitForFunctionAsync does.
    private static async Task ComesTrueAsync(IPage page, string condition)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await page.EvaluateAsync<bool>(condition))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), condition);
        }
    }
}
