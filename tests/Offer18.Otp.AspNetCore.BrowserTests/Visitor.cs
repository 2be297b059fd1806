using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Offer18.Otp.AspNetCore.BrowserTests;

/// <summary>Somebody with a phone and a number, in a browser of his own.</summary>
internal sealed class Visitor
{
    // Without scripts the inbox beside the page reloads itself every few seconds: "load" may never be the last word.
    public const WaitUntilState Parsed = WaitUntilState.DOMContentLoaded;

    // Of the numbers that Ofcom keeps for fiction; each visitor has his own, because a number has a cool-down.
    private static int _numbers = 800;

    private readonly ConcurrentQueue<string> _errors = [];

    private Visitor(IPage page)
    {
        Page = page;
        Watch(page);
    }

    public IPage Page { get; }

    /// <summary>A national number of the United Kingdom.</summary>
    public string Number { get; } = $"07700900{Interlocked.Increment(ref _numbers)}";

    /// <summary>A policy violation, a missing file or a script error is a fault of the page.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public static async Task<Visitor> ComeAsync(BrowserFixture browsers, string? transport = null)
    {
        var visitor = new Visitor(await browsers.NewPageAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 390, Height = 844 } }));
        if (transport == "LongPolling")
        {
            // An old proxy on the way: what is left to SignalR is polling.
            await visitor.Page.Context.AddInitScriptAsync("delete window.WebSocket; delete window.EventSource;");
        }

        return visitor;
    }

    public async Task<IPage> NewTabAsync()
    {
        var tab = await Page.Context.NewPageAsync();
        Watch(tab);
        return tab;
    }

    /// <summary>Verifies the number on the page that asks for it.</summary>
    public async Task VerifyAsync()
    {
        await Page.FillAsync("input[name=msisdn]", Number);
        await Page.PressAsync("input[name=msisdn]", "Enter");
        await Page.WaitForSelectorAsync("input[name=otp]");
        // Not from the phone beside the page: where polling is all that is left, it does not hear of a message by itself.
        var messages = await (await Page.APIRequest.GetAsync("/simulator/inbox/messages")).JsonAsync();
        var message = messages!.Value.EnumerateArray().Last(sms => sms.GetProperty("msisdn").GetString() == $"44{Number[1..]}");
        await Page.FillAsync("input[name=otp]", message.GetProperty("code").GetString()!);
        await Page.PressAsync("input[name=otp]", "Enter");
    }

    private void Watch(IPage page) => page.Console += (_, message) =>
    {
        if (message.Type == "error")
        {
            _errors.Enqueue($"{message.Location} {message.Text}");
        }
    };
}
