using System.Collections.Concurrent;
using Microsoft.Playwright;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>A person with a browser and a phone, on the site with every hosting mode.</summary>
internal sealed class Person
{
    // Of the numbers that Ofcom keeps for fiction; each visitor has some of its own, because a number has a cool-down.
    private static int _numbers = 100;

    private readonly ModesSite _site;

    private Person(ModesSite site, IPage page) => (_site, Page) = (site, page);

    public IPage Page { get; private set; }

    /// <summary>A policy violation, a missing file or a script error is a fault of the page.</summary>
    public ConcurrentQueue<string> Errors { get; } = [];

    public ILocator Number => Page.Locator("[name=msisdn]");

    public ILocator Code => Page.Locator("[name=otp]");

    public ILocator Error => Page.Locator("[data-part=main] .offer18-otp__error");

    public ILocator Element => Page.Locator("offer18-otp-verification");

    public static async Task<Person> ComeAsync(
        BrowserFixture browsers, string path, BrowserNewContextOptions? options = null, Func<IPage, Task>? before = null, ModesSite? site = null)
    {
        site ??= browsers.Modes;
        options ??= new();
        options.BaseURL = site.Address;
        options.Locale ??= "en-GB";
        options.ViewportSize ??= new() { Width = 390, Height = 844 };
        var visitor = new Person(site, await browsers.NewPageAsync(options));
        visitor.Listen();
        if (before is not null)
        {
            await before(visitor.Page);
        }

        await visitor.Page.GotoAsync(path);
        return visitor;
    }

    public static string NewNumber() => $"07700 900{Interlocked.Increment(ref _numbers)}";

    public async Task OpenSecondTabAsync(string path)
    {
        Page = await Page.Context.NewPageAsync();
        Listen();
        await Page.GotoAsync(path);
    }

    /// <summary>Asks for a code and answers with the number, once the field for the code is there.</summary>
    public async Task<string> GenerateAsync(string? number = null)
    {
        number ??= NewNumber();
        await Number.FillAsync(number);
        await Number.PressAsync("Enter");
        await Code.WaitForAsync();
        return number;
    }

    /// <summary>Has the page hold on to a visitor whose code was right.</summary>
    public Task StayAsync() => Page.EvaluateAsync("addEventListener('offer18-otp:verified', event => event.preventDefault())");

    public async Task VerifyAsync(string code)
    {
        await Code.FillAsync(code);
        await Code.PressAsync("Enter");
    }

    public string CodeFor(string number) =>
        _site.Offer18.LatestCode(Msisdn(number)) ?? throw new InvalidOperationException("No code was sent.");

    public string WrongCodeFor(string number) => CodeFor(number) == "000000" ? "111111" : "000000";

    public int Sent(string number) => Calls("otp_gen", number);

    public int Checked(string number) => Calls("otp_verify", number);

    private int Calls(string operation, string number) =>
        _site.Offer18.Calls.Count(call => call.Operation == operation && call.Parameter("msisdn") == Msisdn(number));

    private static string Msisdn(string number) => $"44{number.Replace(" ", "", StringComparison.Ordinal)[1..]}";

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
