using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>A visitor in a browser, who wants to see the page behind the gate.</summary>
internal sealed class StrangerVisitor : IAsyncDisposable
{
    // otp-verification.css, light
    private const string Accent = "rgb(29, 79, 215)";

    private readonly IPage _page;
    private readonly StrangerSite _site;
    private readonly Offer18Simulator _offer18;
    private readonly string _number;
    private readonly ConcurrentQueue<string> _errors = [];

    public StrangerVisitor(IPage page, StrangerSite site, Offer18Simulator offer18, string number)
    {
        (_page, _site, _offer18, _number) = (page, site, offer18, number);
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            // The template "web" has no icon.
            if (message.Type == "error" && !message.Location.Contains("favicon.ico", StringComparison.Ordinal))
            {
                _errors.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
    }

    private string Base => $"{_site.ForwardedPrefix}{_site.PathBase}";

    private ILocator Number => _page.Locator("offer18-otp-verification [name=msisdn]");

    private ILocator Code => _page.Locator("offer18-otp-verification [name=otp]");

    /// <summary>Goes to the gated page, is sent to verify, and comes back to the gated page.</summary>
    public async Task WalkAsync(bool hasScript)
    {
        await ComeAsync(hasScript);
        await LooksRightAsync();
        await VerifyAsync(hasScript);
        await IsInsideAsync(_site.Gated, _site.Says);
        // The README's gate is open, too.
        await _page.GotoAsync($"{Base}/premium");
        await IsInsideAsync("/premium", "Welcome!");
        await HasTheRightCookieAsync();
        Assert.Empty(_errors);
    }

    public async ValueTask DisposeAsync() => await _page.Context.CloseAsync();

    private async Task ComeAsync(bool hasScript)
    {
        if (_site.Landing is { } landing)
        {
            await _page.GotoAsync($"{Base}{landing}");
            if (hasScript)
            {
                return;
            }

            await _page.Locator("noscript a").ClickAsync();
        }
        else if (_site.IsAllInteractive && hasScript)
        {
            await ComeInCircuitAsync();
        }
        else
        {
            await _page.GotoAsync($"{Base}{_site.Gated}");
        }

        await Assertions.Expect(_page).ToHaveURLAsync(Address($"{Base}/verify?returnUrl={Uri.EscapeDataString($"{Base}{_site.Gated}")}"));
    }

    // From page to page there is no request: the router in the browser, or in the circuit, decides.
    private async Task ComeInCircuitAsync()
    {
        await _page.GotoAsync($"{Base}/counter");
        // Before the router has started, a click on the counter does nothing.
        var count = _page.GetByText("Current count: 0");
        while (await count.IsVisibleAsync())
        {
            await _page.GetByRole(AriaRole.Button, new() { Name = "Click me" }).ClickAsync();
        }

        await _page.EvaluateAsync("path => { const link = document.createElement('a'); link.href = path; document.body.prepend(link); link.click(); }", _site.Gated[1..]);
        var first = _page.GetByRole(AriaRole.Link, new() { Name = "Verify your number" });
        await Assertions.Expect(first.Or(Number).First).ToBeVisibleAsync();
        await Assertions.Expect(_page.GetByText(_site.Says)).ToHaveCountAsync(0);
        if (await first.CountAsync() > 0)
        {
            await first.ClickAsync();
        }
    }

    private async Task LooksRightAsync()
    {
        var button = _page.Locator("offer18-otp-verification button.offer18-otp__button").First;
        await Assertions.Expect(button).ToHaveCSSAsync("background-color", Accent);
        await Assertions.Expect(button).ToHaveTextAsync("Send code");
    }

    private async Task VerifyAsync(bool hasScript)
    {
        if (hasScript)
        {
            await _page.EvaluateAsync("customElements.whenDefined('offer18-otp-verification').then(() => { window.isSamePage = true })");
        }

        await Number.FillAsync(_number);
        await Number.PressAsync("Enter");
        await Code.WaitForAsync();
        if (hasScript)
        {
            Assert.True(await _page.EvaluateAsync<bool>("window.isSamePage === true"), "The script was not in force: the page was loaded anew.");
        }

        await Code.FillAsync(_offer18.LatestCode($"44{_number[1..]}")!);
        await Code.PressAsync("Enter");
    }

    private async Task IsInsideAsync(string path, string says)
    {
        await Assertions.Expect(_page).ToHaveURLAsync(Address($"{Base}{path}"));
        await Assertions.Expect(_page.Locator("body")).ToContainTextAsync(says);
    }

    private async Task HasTheRightCookieAsync()
    {
        var cookie = Assert.Single(await _page.Context.CookiesAsync(), cookie => cookie.Name.Contains("offer18-otp-", StringComparison.Ordinal));
        Assert.Equal((_site.IsBehindTls, _site.IsBehindTls), (cookie.Name.StartsWith("__Host-", StringComparison.Ordinal), cookie.Secure));
    }

    private static Regex Address(string pathAndQuery) => new($"^https?://[^/]+{Regex.Escape(pathAndQuery)}$");
}
