using System.Text.Json;
using Offer18.Otp.AspNetCore.BrowserTests.Modes;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.BrowserTests.Engines;

/// <summary>A visitor with a browser of another engine: taps and keystrokes at places on the screen, and what is to be seen there.</summary>
internal sealed class EngineVisitor(IEnginePage page, ModesSite site, EngineLook look) : Visitor(Phone.New(site.Offer18)), IAsyncDisposable
{
    public const string Number = "[name=msisdn]";
    public const string Code = "[name=otp]";
    public const string Send = "[id$='-send']";
    public const string Check = "[id$='-check']";
    public const string Resend = "form[action$=generate] button";
    public const string Status = "[data-part=status]";
    public const string Error = "[data-part=main] .offer18-otp__error";

    private const string Control = "\uE009";
    private const string Enter = "\uE007";
    private const string Delete = "\uE017";
    private const string Left = "\uE012";

    private const string Old = "data-old";

    /// <inheritdoc cref="IEnginePage.Errors"/>
    public IReadOnlyCollection<string> Errors => page.Errors;

    public Task GoAsync(string path) => page.GoAsync(path.StartsWith('/') ? site.Address + path : path);

    public Task BackAsync() => page.BackAsync();

    public Task ReloadAsync() => page.ReloadAsync();

    /// <inheritdoc cref="IEnginePage.RunAsync"/>
    public Task<JsonElement> RunAsync(string function, params object[] arguments) => page.RunAsync(function, arguments);

    public override async Task<string> GenerateAsync()
    {
        await TypeAsync(Number, Phone.Number);
        await PressAsync(Send);
        await SeesAsync("selector => !!document.querySelector(selector)", Code);
        return "";
    }

    /// <summary>Types a code and presses Enter in its field.</summary>
    public override async Task<string> VerifyAsync(string code)
    {
        await TypeAsync(Code, code);
        await KeysAsync(Enter);
        return "";
    }

    public async Task TapAsync(string selector)
    {
        var place = await RunAsync(
            """
            selector => {
              const target = document.querySelector(selector);
              target.scrollIntoView({ block: 'nearest', behavior: 'instant' });
              const { x, y, width, height } = target.getBoundingClientRect();
              return [x + width / 2, y + height / 2].map(Math.round);
            }
            """,
            selector);
        await page.ActAsync(new
        {
            type = "pointer",
            id = "hand",
            parameters = new { pointerType = "mouse" },
            actions = new object[]
            {
                new { type = "pointerMove", x = place[0].GetInt32(), y = place[1].GetInt32(), duration = 0 },
                new { type = "pointerDown", button = 0 },
                new { type = "pointerUp", button = 0 },
            },
        });
    }

    /// <summary>Taps a button of the component, and waits for the answer: in place, or without script as a new page.</summary>
    public async Task PressAsync(string button)
    {
        // What stood there before the press is no answer to it.
        await RunAsync(
            "name => { document.documentElement.setAttribute(name, ''); document.querySelector('offer18-otp-verification').removeAttribute('aria-busy') }", Old);
        await TapAsync(button);
        await SeesAsync(
            "(name, scripts) => scripts ? document.querySelector('offer18-otp-verification').getAttribute('aria-busy') === 'false'"
            + " : !document.documentElement.hasAttribute(name) && document.readyState === 'complete'",
            Old, look.Scripts);
    }

    /// <summary>Taps a field and types there, in place of what was in it.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await TapAsync(selector);
        await ChordAsync('a');
        await KeysAsync(Delete + text);
    }

    /// <summary>Types into what has the focus.</summary>
    public Task KeysAsync(string keys) => page.ActAsync(new { type = "key", id = "keys", actions = keys.SelectMany<char, object>(key => [Down(key), Up(key)]).ToArray() });

    public Task StepBackAsync() => KeysAsync(Left);

    /// <summary>Copies a text, as from another app, and pastes it into what has the focus.</summary>
    public async Task PasteAsync(string text)
    {
        await RunAsync(
            """
            text => {
              const field = document.createElement('textarea');
              document.body.append(field);
              window.former = document.activeElement;
              field.value = text;
              field.focus();
            }
            """,
            text);
        await ChordAsync('a');
        await ChordAsync('c');
        await RunAsync("() => { document.activeElement.remove(); window.former.focus() }");
        await ChordAsync('v');
    }

    /// <summary>Fills a field in as a password manager does: no key is pressed.</summary>
    public Task FillAsync(string selector, string text) => RunAsync(
        """
        (selector, text) => {
          const field = document.querySelector(selector);
          field.focus();
          field.value = text;
          for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
        }
        """,
        selector, text);

    /// <summary>Waits until a function of the page returns true.</summary>
    public async Task SeesAsync(string condition, params object[] arguments)
    {
        var last = "";
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < Patience.Long; await Patience.PauseAsync())
        {
            try
            {
                if ((await RunAsync(condition, arguments)).ValueKind == JsonValueKind.True)
                {
                    return;
                }
            }
            catch (EngineException exception)
            {
                // The page may be leaving.
                last = exception.Message;
            }
        }

        Assert.Fail($"{condition} {string.Join(' ', arguments)} {last}{Environment.NewLine}{await RunAsync("() => `${location} ${document.body.innerText}`")}");
    }

    /// <summary>Waits until a part of the page has these words.</summary>
    public Task ReadsAsync(string selector, string words) => SeesAsync(
        "(selector, words) => document.querySelector(selector)?.textContent.replaceAll('\\u00A0', ' ').includes(words)", selector, words);

    public Task HasFocusAsync(string selector) => SeesAsync("selector => document.activeElement.matches(selector)", selector);

    public Task HasValueAsync(string selector, string value) => SeesAsync("(selector, value) => document.querySelector(selector)?.value === value", selector, value);

    public Task ArrivesAsync(string path) => SeesAsync("path => location.pathname === path && document.readyState === 'complete'", path);

    /// <summary>Once nothing moves any more, all of these are wholly on the screen.</summary>
    public async Task OnScreenAsync(string what, params string[] parts)
    {
        var (still, before, places) = (0, "", default(JsonElement));
        for (var since = TimeProvider.System.GetTimestamp(); still < 6; await Patience.PauseAsync())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience.Long, $"{what}: it never stands still.");
            places = await RunAsync(
                "parts => parts.map(part => document.querySelector(part).getBoundingClientRect()).map(({ top, bottom }) => [top, bottom, innerHeight])", (object)parts);
            still = places.ToString() == before ? still + 1 : 0;
            before = places.ToString();
        }

        Assert.All(parts.Zip(places.EnumerateArray()), part =>
            Assert.True(part.Second[0].GetDouble() > -1 && part.Second[1].GetDouble() < part.Second[2].GetDouble() + 1, $"{what}: {part.First} is at {part.Second}."));
    }

    /// <summary>Keeps a picture of the screen, on which nothing is cut off.</summary>
    public async Task LookAsync(string name)
    {
        if (look.Scripts)
        {
            // What has changed is painted.
            await RunAsync("""
                () => {
                  const page = document.documentElement;
                  page.removeAttribute('data-painted');
                  requestAnimationFrame(() => requestAnimationFrame(() => page.setAttribute('data-painted', '')));
                }
                """);
            await SeesAsync("() => document.documentElement.hasAttribute('data-painted')");
        }
        else
        {
            // The first picture may be of what was painted before.
            await page.PictureAsync();
        }

        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots"));
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{name}.png"), await page.PictureAsync());
        Assert.Equal("[]", (await RunAsync(Look.CutOff, name)).ToString());
    }

    public ValueTask DisposeAsync() => page.DisposeAsync();

    private Task ChordAsync(char key) => page.ActAsync(new
    {
        type = "key",
        id = "keys",
        actions = new[] { Down(Control[0]), Down(key), Up(key), Up(Control[0]) },
    });

    private static object Down(char key) => new { type = "keyDown", value = $"{key}" };

    private static object Up(char key) => new { type = "keyUp", value = $"{key}" };
}
