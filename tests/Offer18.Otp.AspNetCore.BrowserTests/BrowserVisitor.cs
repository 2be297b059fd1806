using System.Collections.Concurrent;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A visitor in a browser of his own, on one of the sites with the component.</summary>
internal sealed class BrowserVisitor : Visitor
{
    /// <summary>An old proxy on the way: what is left to SignalR is polling. The sample's phone is beside the page, in a frame.</summary>
    public const string NothingButPolling = "if (self === top) { delete window.WebSocket; delete window.EventSource; }";

    // Without scripts the sample's inbox beside the page reloads itself every few seconds: "load" may never be the last word.
    public const WaitUntilState Parsed = WaitUntilState.DOMContentLoaded;

    private readonly ModesSite? _site;
    private readonly Offer18Simulator? _offer18;

    private BrowserVisitor(IPage page, ModesSite? site)
        : base(Phone.New(site?.Offer18))
    {
        (_site, _offer18) = (site, site?.Offer18);
        Page = page;
        Listen();
    }

    public IPage Page { get; private set; }

    /// <summary>A policy violation, a missing file or a script error is a fault of the page.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    public ILocator Number => Page.Locator("[name=msisdn]");

    public ILocator Code => Page.Locator("[name=otp]");

    public ILocator Error => Page.Locator("[data-part=main] .offer18-otp__error");

    public ILocator Element => Page.Locator("offer18-otp-verification");

    /// <summary>Where the page says, to those who hear it, that an answer takes its time.</summary>
    public ILocator Waiting => Page.Locator("[data-part=waiting]");

    public ILocator Resend => Page.Locator("form[action$=generate] button");

    /// <summary>Comes to a page of the site with every hosting mode.</summary>
    public static async Task<BrowserVisitor> ComeAsync(
        BrowserFixture browsers, string path, BrowserNewContextOptions? options = null, Func<IPage, Task>? before = null, ModesSite? site = null)
    {
        site ??= browsers.Modes;
        options ??= new();
        options.BaseURL = site.Address;
        var visitor = new BrowserVisitor(await NewPageAsync(browsers, options), site);
        await (before?.Invoke(visitor.Page) ?? Task.CompletedTask);
        await visitor.Page.GotoAsync(path);
        return visitor;
    }

    /// <summary>A visitor of the sample site, who is on no page yet. Its Offer18 is in its own process.</summary>
    public static async Task<BrowserVisitor> ComeToSampleAsync(BrowserFixture browsers, BrowserNewContextOptions? options = null) =>
        new(await NewPageAsync(browsers, options ?? new()), site: null);

    /// <summary>Takes another phone.</summary>
    public void ChangePhone() => Phone = Phone.New(_offer18);

    /// <summary>Goes on in a second tab.</summary>
    public async Task OpenSecondTabAsync(string path)
    {
        Page = await Page.Context.NewPageAsync();
        Listen();
        await Page.GotoAsync(path);
    }

    public override async Task<string> GenerateAsync()
    {
        await TypeAsync(Number, Phone.Number);
        await Code.WaitForAsync();
        return "";
    }

    /// <summary>Asks for a code for a number that means something to the simulator.</summary>
    public async Task<string> GenerateAsync(string number)
    {
        var msisdn = $"44{number.Replace(" ", "", StringComparison.Ordinal)[1..]}";
        Phone = new Phone(_offer18, msisdn);
        await (_site?.ReleaseAsync(msisdn) ?? Task.CompletedTask);
        return await GenerateAsync();
    }

    public override async Task<string> VerifyAsync(string code)
    {
        await TypeAsync(Code, code);
        return "";
    }

    public override async Task<string> VerifyAsync() => _offer18 is not null ? await base.VerifyAsync() : await VerifyAsync(await InboxCodeAsync());

    /// <summary>Types into a field and presses Enter there.</summary>
    public static async Task TypeAsync(ILocator field, string text)
    {
        await field.FillAsync(text);
        await field.PressAsync("Enter");
    }

    /// <summary>Has the page hold on to a visitor whose code was right.</summary>
    public Task StayAsync() => Page.EvaluateAsync("addEventListener('offer18-otp:verified', event => event.preventDefault())");

    /// <summary>Waits for what the page has no sign of. Its policy forbids what WaitForFunctionAsync does.</summary>
    public async Task ComesTrueAsync(string condition)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await Page.EvaluateAsync<bool>(condition))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), condition);
        }
    }

    private static Task<IPage> NewPageAsync(BrowserFixture browsers, BrowserNewContextOptions options)
    {
        options.Locale ??= "en-GB";
        options.ViewportSize ??= new() { Width = 390, Height = 844 };
        return browsers.NewPageAsync(options);
    }

    // Not from the phone beside the page: where polling is all that is left, it does not hear of a message by itself.
    private async Task<string> InboxCodeAsync()
    {
        await Code.WaitForAsync();
        var messages = await (await Page.APIRequest.GetAsync("/simulator/inbox/messages")).JsonAsync();
        return messages!.Value.EnumerateArray().Last(sms => sms.GetProperty("msisdn").GetString() == Phone.Msisdn).GetProperty("code").GetString()!;
    }

    private void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Enqueue(message.Text);
            }
        };
        Page.PageError += (_, error) => Errors.Enqueue(error);
    }
}
