namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>The main journeys in the engines of Safari and Firefox.</summary>
public sealed class EngineTests(EngineFixture engines) : IClassFixture<EngineFixture>
{
    private static readonly string[] Names = [nameof(WebKit), nameof(Firefox)];

    public static TheoryData<string> All => [.. Names];

    public static TheoryData<string, string, bool, bool> Visitors =>
    [
        .. from engine in Names
           from language in new[] { (Culture: "en", IsDark: true), (Culture: "zh-Hans", IsDark: false), (Culture: "ar", IsDark: true) }
           from scripts in new[] { true, false }
           select (engine, language.Culture, scripts, language.IsDark == scripts),
    ];

    // A phone with its keyboard closed and open.
    public static TheoryData<string, int, bool> Places =>
    [
        .. from engine in Names
           from place in new[] { (Height: 740, IsAtTop: false), (Height: 420, IsAtTop: false), (Height: 420, IsAtTop: true) }
           select (engine, place.Height, place.IsAtTop),
    ];

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_visitor_gets_through_whatever_the_language_with_and_without_script(string engine, string culture, bool scripts, bool dark)
    {
        await using var visitor = await engines.ComeAsync(engine, "/plain", new() { Scripts = scripts, Dark = dark }, culture);
        await visitor.SeesAsync(
            "(culture, dark) => document.querySelector('offer18-otp-verification').lang === culture && matchMedia('(prefers-color-scheme: dark)').matches === dark", culture, dark);
        // Without script the list of countries needs the whole width: its text is long, and how much room there is for it differs.
        await visitor.SeesAsync(
            "(number, scripts) => document.querySelector('[name=country]').getBoundingClientRect().top < document.querySelector(number).getBoundingClientRect().top - 32 !== scripts",
            EngineVisitor.Number, scripts);
        await LookAsync("number");
        await visitor.TypeAsync(EngineVisitor.Number, "077");
        await visitor.PressAsync(EngineVisitor.Send);
        await visitor.HasFocusAsync(scripts ? EngineVisitor.Error : "*");
        await visitor.SeesAsync("selector => !!document.querySelector(selector)", EngineVisitor.Error);
        await LookAsync("number-error");

        await visitor.TypeAsync(EngineVisitor.Number, culture == "ar" ? InArabic(visitor.Phone.Number) : visitor.Phone.Number);
        await visitor.PressAsync(EngineVisitor.Send);
        await visitor.HasFocusAsync(scripts ? EngineVisitor.Code : "*");
        await visitor.SeesAsync("selector => !!document.querySelector(selector)", EngineVisitor.Code);
        await LookAsync("code");

        await visitor.TypeAsync(EngineVisitor.Code, visitor.Phone.WrongCode());
        await LookAsync("code-typed");
        await visitor.PressAsync(EngineVisitor.Check);
        await visitor.SeesAsync("selector => !!document.querySelector(selector)", EngineVisitor.Error);
        if (scripts)
        {
            await visitor.HasFocusAsync(EngineVisitor.Code);
            await visitor.SeesAsync("() => document.hasFocus() && document.activeElement.selectionEnd - document.activeElement.selectionStart === 6");
        }

        await LookAsync("code-wrong");
        await visitor.VerifyAsync(culture == "ar" ? InArabic(visitor.Phone.Code) : visitor.Phone.Code);
        await visitor.ArrivesAsync("/premium");
        await visitor.GoAsync($"/plain?culture={culture}");
        await visitor.SeesAsync("() => document.querySelector('offer18-otp-verification').dataset.state === 'verified'");
        await LookAsync("verified");
        Assert.Equal(1, visitor.Phone.Sent);
        Assert.Empty(visitor.Errors);

        Task LookAsync(string step) => visitor.LookAsync($"{engine}-{culture}-{(scripts ? "script" : "plain")}-{(dark ? "dark" : "light")}-{step}".ToLowerInvariant());
    }

    [Theory]
    [InlineData(nameof(WebKit), "/plain", true)]
    [InlineData(nameof(WebKit), "/plain", false)]
    [InlineData(nameof(WebKit), "/server", true)]
    [InlineData(nameof(Firefox), "/plain", true)]
    [InlineData(nameof(Firefox), "/plain", false)]
    [InlineData(nameof(Firefox), "/server", true)]
    public async Task Reloading_and_going_back_lose_nothing_and_send_nothing(string engine, string path, bool scripts)
    {
        await using var visitor = await engines.ComeAsync(engine, path, new() { Scripts = scripts });
        await InteractiveAsync();
        await visitor.GenerateAsync();

        await visitor.ReloadAsync();
        await visitor.SeesAsync("selector => !!document.querySelector(selector)", EngineVisitor.Code);
        await InteractiveAsync();
        await visitor.GoAsync("about:blank");
        await visitor.BackAsync();
        await visitor.SeesAsync("selector => !!document.querySelector(selector)", EngineVisitor.Code);
        await InteractiveAsync();
        await visitor.VerifyAsync();
        await visitor.ArrivesAsync("/premium");
        await visitor.BackAsync();
        if (!scripts)
        {
            // WebKit shows the page as it was left, where the module would look how far the visitor has come.
            await visitor.ReloadAsync();
        }

        await visitor.ReadsAsync(EngineVisitor.Status, "is verified");
        Assert.Equal(1, visitor.Phone.Sent);
        if (path == "/plain")
        {
            // Blazor's own script complains in Firefox when a page is left.
            Assert.Empty(visitor.Errors);
        }

        Task InteractiveAsync() => path == "/server" ? visitor.ReadsAsync("#interactive", "True") : Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_whole_message_can_be_pasted(string engine)
    {
        await using var visitor = await engines.ComeAsync(engine, "/plain");
        await visitor.GenerateAsync();
        await visitor.PasteAsync("999 999");
        await visitor.HasValueAsync(EngineVisitor.Code, "999999");
        await visitor.PasteAsync($"Moonjar 24: {visitor.Phone.Code} is your code, good for 10 minutes.\n\n@moonjar.example #{visitor.Phone.Code}");
        await visitor.HasValueAsync(EngineVisitor.Code, visitor.Phone.Code);
        await visitor.TapAsync(EngineVisitor.Check);
        await visitor.ArrivesAsync("/premium");
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_filled_in_without_a_key_is_sent_by_itself_where_asked(string engine)
    {
        await using var visitor = await engines.ComeAsync(engine, "/auto");
        await visitor.FillAsync(EngineVisitor.Number, InArabic(visitor.Phone.Number));
        await visitor.HasValueAsync(EngineVisitor.Number, visitor.Phone.Number);
        await visitor.PressAsync(EngineVisitor.Send);
        await visitor.HasFocusAsync(EngineVisitor.Code);
        await visitor.FillAsync(EngineVisitor.Code, InArabic(visitor.Phone.Code));
        await visitor.ArrivesAsync("/premium");
        Assert.Equal(1, visitor.Phone.Checked);
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_new_code_can_be_asked_for_once_the_time_is_over(string engine)
    {
        await using var visitor = await engines.ComeAsync(engine, "/plain", culture: "ar");
        await visitor.GenerateAsync();
        var first = visitor.Phone.Code;
        await visitor.TapAsync(EngineVisitor.Resend);
        await visitor.SeesAsync("() => /ثوانٍ|ثانيتين|ثانيتان|ثانية/.test(document.querySelector('[data-part=waiting]').textContent)");
        Assert.Equal(1, visitor.Phone.Sent);
        await visitor.SeesAsync("selector => document.querySelector(selector).getAttribute('aria-disabled') === 'false'", EngineVisitor.Resend);
        await visitor.PressAsync(EngineVisitor.Resend);
        await visitor.ReadsAsync(EngineVisitor.Status, "رمزًا جديدًا");
        Assert.Equal(2, visitor.Phone.Sent);
        Assert.NotEqual(first, visitor.Phone.Code);
        await visitor.VerifyAsync();
        await visitor.ArrivesAsync("/premium");
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task What_a_press_led_to_is_on_the_screen_where_the_page_scrolls_smoothly(string engine, int height, bool isAtTop)
    {
        await using var visitor = await engines.ComeAsync(engine, "/plain", new() { Width = 360, Height = height });
        await visitor.RunAsync(
            """
            padding => {
              document.documentElement.style.scrollBehavior = 'smooth';
              document.body.style.paddingBlock = padding;
            }
            """,
            isAtTop ? "0 2000px" : "2000px 0");
        foreach (var number in new[] { "", "12", "07700 900401" })
        {
            await visitor.TypeAsync(EngineVisitor.Number, number);
            await visitor.PressAsync(EngineVisitor.Send);
            await visitor.OnScreenAsync($"number {number}", EngineVisitor.Error, EngineVisitor.Number, EngineVisitor.Send);
        }

        await visitor.GenerateAsync();
        await visitor.OnScreenAsync("code sent", EngineVisitor.Status, EngineVisitor.Code, EngineVisitor.Check);
        foreach (var code in new[] { "", visitor.Phone.WrongCode() })
        {
            await visitor.TypeAsync(EngineVisitor.Code, code);
            await visitor.PressAsync(EngineVisitor.Check);
            await visitor.OnScreenAsync($"code {code}", EngineVisitor.Error, EngineVisitor.Code, EngineVisitor.Check);
        }

        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Digits_of_an_Arabic_keyboard_become_the_fields_own_and_move_no_box(string engine)
    {
        await using var visitor = await engines.ComeAsync(engine, "/plain", new() { Width = 320 }, "ar");
        await TypeAsync(EngineVisitor.Number, visitor.Phone.Number);
        await visitor.PressAsync(EngineVisitor.Send);
        await visitor.HasFocusAsync(EngineVisitor.Code);
        await TypeAsync(EngineVisitor.Code, visitor.Phone.Code);
        Assert.Equal("[0,0,0]", (await visitor.RunAsync(
            "selector => [document.querySelector(selector), document.querySelector(selector).parentElement, document.documentElement].map(element => element.scrollLeft)",
            EngineVisitor.Code)).ToString());
        await visitor.LookAsync($"{engine}-arabic-digits".ToLowerInvariant());
        await visitor.TapAsync(EngineVisitor.Check);
        await visitor.ArrivesAsync("/premium");
        Assert.Empty(visitor.Errors);

        // The last digit but one comes last, after a step back.
        async Task TypeAsync(string field, string text)
        {
            await visitor.TypeAsync(field, InArabic(text[..^2] + text[^1..]));
            await visitor.StepBackAsync();
            await visitor.KeysAsync(InArabic(text[^2..^1]));
            await visitor.HasValueAsync(field, text);
            Assert.Equal(text.Length - 1, (await visitor.RunAsync("selector => document.querySelector(selector).selectionStart", field)).GetInt32());
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_component_in_a_circuit_lets_a_visitor_through(string engine)
    {
        await using var visitor = await engines.ComeAsync(engine, "/callback");
        await visitor.ReadsAsync("#states", "none");
        await visitor.GenerateAsync();
        await visitor.ReadsAsync("#states", "none pending");
        await visitor.GuessAsync();
        await visitor.SeesAsync("selector => !!document.querySelector(selector)", EngineVisitor.Error);
        await visitor.VerifyAsync();
        await visitor.ReadsAsync("#verified", $"44•••••{visitor.Phone.Msisdn[^4..]}");
        Assert.Empty(visitor.Errors);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_browser_that_keeps_no_cookies_is_told_so(string engine)
    {
        await using var visitor = await engines.ComeAsync(engine, "/plain", new() { Cookies = false });
        await visitor.TypeAsync(EngineVisitor.Number, visitor.Phone.Number);
        await visitor.PressAsync(EngineVisitor.Send);
        await visitor.ReadsAsync(EngineVisitor.Error, "cookies");
        Assert.Equal(0, visitor.Phone.Sent);
    }

    private static string InArabic(string text) => string.Concat(text.Select(character => char.IsAsciiDigit(character) ? (char)(character - '0' + '\u0660') : character));
}
