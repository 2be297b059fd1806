using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Reflection;
using System.Security.Cryptography;
using Offer18.Otp.AspNetCore.RedisTests.Sites;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Soak;

/// <summary>Honest visitors and hostile ones of one campaign, and what they were told.</summary>
internal sealed class SoakTraffic(SampleFarm farm, Offer18Simulator offer18, string campaign, int digit)
{
    private const string Gone = "(cut)";
    private const string In = "in";
    private const int HostileNumbers = 40;

    private static readonly HashSet<string> Codes =
        [.. typeof(OtpErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];

    private readonly string _prefix = $"/{campaign}/otp";
    private int _numbers = 1000;

    public string Campaign => campaign;

    /// <summary>How often each answer was given, by operation.</summary>
    public ConcurrentDictionary<(string Operation, string Answer), int> Answers { get; } = new();

    /// <summary>Numbers whose proof was handed to a browser, and how many answers said so.</summary>
    public ConcurrentDictionary<string, int> Proofs { get; } = new();

    /// <summary>Numbers whose right code met the death of a node or of Redis: nobody was told what became of it.</summary>
    public ConcurrentDictionary<string, string> Interrupted { get; } = new();

    /// <summary>Honest visitors who did not get in, and the last answer that they had.</summary>
    public ConcurrentQueue<(string Msisdn, string Last)> Lost { get; } = new();

    /// <summary>What must not happen.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public int Honest { get; private set; }

    /// <summary>Visitors come until it is over. Who is in the middle then finishes.</summary>
    public Task RunAsync(CancellationToken over) => Task.WhenAll(
    [
        .. Enumerable.Range(0, 8).Select(_ => RepeatAsync(VisitAsync, over)),
        RepeatAsync(GuessAsync, over),
        RepeatAsync(CrowdAsync, over),
        RepeatAsync(RaceAsync, over),
        RepeatAsync(MessAsync, over),
    ]);

    private static string State(OtpAnswer answer) => answer.MediaType is "application/json" or "application/problem+json" ? answer.Code ?? answer.State ?? answer.Body : answer.Body;

    private static async Task RepeatAsync(Func<Task> visit, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await visit();
        }
    }

    private static Task PauseAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(milliseconds)), TimeProvider.System, TestContext.Current.CancellationToken);

    private static Task CoolDownAsync() => Task.Delay(SoakTests.Cooldown + TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Somebody who wants in: mistypes now and then, reloads, asks for another code, comes again after an outage.</summary>
    private async Task VisitAsync()
    {
        using var browser = farm.NewBrowser();
        var msisdn = NewNumber();
        Honest++;
        var sent = await PatientlyAsync(() => PostAsync(browser, "generate", new { msisdn = "+" + msisdn }), "pending");
        if (sent == OtpErrorCodes.ResendTooSoon && offer18.LatestCode(msisdn) is null)
        {
            // The node died between counting and sending.
            await CoolDownAsync();
            sent = await PatientlyAsync(() => PostAsync(browser, "generate", new { msisdn = "+" + msisdn }), "pending");
        }

        if (sent is not ("pending" or OtpErrorCodes.ResendTooSoon))
        {
            Lost.Enqueue((msisdn, "generate: " + sent));
            return;
        }

        await PauseAsync(4000);
        if (RandomNumberGenerator.GetInt32(10) == 0)
        {
            await StatusAsync(browser, msisdn);
        }

        if (RandomNumberGenerator.GetInt32(20) == 0)
        {
            await CoolDownAsync();
            await PostAsync(browser, "generate", new { });
        }

        if (offer18.LatestCode(msisdn) is not { } code)
        {
            Lost.Enqueue((msisdn, "no SMS"));
            return;
        }

        if (RandomNumberGenerator.GetInt32(8) == 0)
        {
            await PostAsync(browser, "verify", new { otp = Phone.OtherThan(code) });
        }

        var answer = await PatientlyAsync(() => VerifyAsync(browser, msisdn, offer18.LatestCode(msisdn) ?? code), "verified");
        if (answer != "verified")
        {
            Lost.Enqueue((msisdn, "verify: " + answer));
            return;
        }

        var entered = await PatientlyAsync(() => EnterAsync(browser), In);
        if (entered != In)
        {
            Lost.Enqueue((msisdn, "gate: " + entered));
        }
    }

    /// <summary>Somebody who guesses at a stranger's code, twenty times at once.</summary>
    private async Task GuessAsync()
    {
        using var browser = farm.NewBrowser();
        var msisdn = HostileNumber();
        await PostAsync(browser, "generate", new { msisdn = "+" + msisdn });
        var guesses = Enumerable.Range(0, 20).Select(_ => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", null)).Where(guess => guess != offer18.LatestCode(msisdn)).ToArray();
        await Task.WhenAll(guesses.Select(guess => PostAsync(browser, "verify", new { otp = guess })));
        await PauseAsync(3000);
    }

    /// <summary>Twenty browsers that ask for a code to one number at once.</summary>
    private async Task CrowdAsync()
    {
        var msisdn = HostileNumber();
        var browsers = Enumerable.Range(0, 20).Select(_ => farm.NewBrowser()).ToArray();
        await Task.WhenAll(browsers.Select(browser => PostAsync(browser, "generate", new { msisdn = "+" + msisdn })));
        Array.ForEach(browsers, browser => browser.Dispose());
        await PauseAsync(3000);
    }

    /// <summary>One right code, ten times at once.</summary>
    private async Task RaceAsync()
    {
        using var browser = farm.NewBrowser();
        var msisdn = NewNumber();
        await PostAsync(browser, "generate", new { msisdn = "+" + msisdn });
        if (offer18.LatestCode(msisdn) is { } code)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => VerifyAsync(browser, msisdn, code)));
            await PatientlyAsync(() => StatusAsync(browser, msisdn), "verified");
        }

        await PauseAsync(3000);
    }

    /// <summary>What no browser sends, and a gate that nobody has opened.</summary>
    private async Task MessAsync()
    {
        using var browser = farm.NewBrowser();
        var junk = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 5000));
        await TellAsync("junk", () => browser.PostAsync($"{_prefix}/generate", new ByteArrayContent(junk) { Headers = { ContentType = new("application/json") } }, "x"));
        await PostAsync(browser, "generate", new { msisdn = Convert.ToBase64String(junk) });
        await PostAsync(browser, "verify", new { otp = "000000" });
        if (await EnterAsync(browser) == In)
        {
            Faults.Enqueue("The gate opened for nobody.");
        }

        await PauseAsync(2000);
    }

    private string NewNumber() => $"9655{digit}{Interlocked.Increment(ref _numbers):000000}";

    private string HostileNumber() => $"9655{digit}{RandomNumberGenerator.GetInt32(HostileNumbers):000000}";

    private async Task<string> VerifyAsync(OtpBrowserClient browser, string msisdn, string code)
    {
        var answer = await PostAsync(browser, "verify", new { otp = code });
        Note(msisdn, answer);
        return answer;
    }

    private async Task<string> StatusAsync(OtpBrowserClient browser, string msisdn)
    {
        var answer = await TellAsync("status", () => browser.StatusAsync(_prefix));
        Note(msisdn, answer);
        return answer;
    }

    private void Note(string msisdn, string answer)
    {
        if (answer == "verified")
        {
            Proofs.AddOrUpdate(msisdn, 1, (_, times) => times + 1);
        }
        else if (answer is Gone or OtpErrorCodes.StoreUnavailable or OtpErrorCodes.UpstreamUnavailable)
        {
            Interrupted[msisdn] = answer;
        }
    }

    private Task<string> EnterAsync(OtpBrowserClient browser) => TellAsync(
        "gate", () => browser.SendAsync(new(HttpMethod.Get, $"/{campaign}/tonight")), answer => answer.Text("game") is null ? State(answer) : In);

    private async Task<string> PostAsync(OtpBrowserClient browser, string operation, object body)
    {
        string? token = null;
        var status = await TellAsync("status", () => browser.StatusAsync(_prefix), answer =>
        {
            token = answer.Text("antiforgeryToken");
            return State(answer);
        });
        return token is null ? status : await TellAsync(operation, () => browser.PostAsync($"{_prefix}/{operation}", JsonContent.Create(body), token));
    }

    /// <summary>What is in the way now may be gone in a moment.</summary>
    private static async Task<string> PatientlyAsync(Func<Task<string>> ask, string wanted)
    {
        for (var tries = 0; ; tries++)
        {
            var answer = await ask();
            if (answer == wanted || tries == 30
                || answer is not (Gone or OtpErrorCodes.StoreUnavailable or OtpErrorCodes.UpstreamUnavailable or OtpErrorCodes.VerificationInProgress or OtpErrorCodes.OtpRequired or "none"))
            {
                return answer;
            }

            await PauseAsync(2000);
        }
    }

    private async Task<string> TellAsync(string operation, Func<Task<OtpAnswer>> ask, Func<OtpAnswer, string>? read = null)
    {
        string told;
        try
        {
            var answer = await ask();
            // The load balancer says so of a node that has just died.
            told = (int)answer.Status is 502 && answer.Body.Length == 0 ? Gone : (read ?? State)(answer);
            if (told is not (Gone or "none" or "pending" or "verified" or In) && !Codes.Contains(told))
            {
                Faults.Enqueue($"{operation}: {(int)answer.Status} {answer.Body}");
                told = $"{(int)answer.Status}";
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            Faults.Enqueue($"{operation}: {exception.Message}");
            told = exception.GetType().Name;
        }

        Answers.AddOrUpdate((operation, told), 1, (_, times) => times + 1);
        return told;
    }
}
