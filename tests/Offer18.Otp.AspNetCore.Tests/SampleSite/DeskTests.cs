using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>What the sample shows to a developer: the lines at the top, and the panel under the phone.</summary>
public sealed class DeskTests(SimulatedSampleFixture shared)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_page_names_the_package_and_prints_the_lines_of_the_readme()
    {
        using var browser = await shared.BrowseAsync("ar");
        var page = await browser.PageAsync("/");
        var lines = page.QuerySelector(".about pre code")!.TextContent.ReplaceLineEndings("\n").Split('\n');
        var readme = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);

        Assert.Equal("Offer18.Otp.AspNetCore", page.QuerySelector(".about__name")!.TextContent);
        Assert.Equal(4, lines.Length);
        Assert.Equal(lines, readme.Where(lines.Contains));
        // Without a script there is nothing that copies.
        Assert.True(page.QuerySelector(".about__copy")!.HasAttribute("hidden"));
    }

    [Fact]
    public async Task The_panel_counts_and_shows_the_wire_and_no_number_code_key_or_request_id()
    {
        await using var sample = await SampleProcess.StartAsync("Development");
        using var browser = new OtpBrowserClient(sample.Address, "en");
        Assert.Equal(["0", "0", "0", "0", "0", "0"], Counts(await browser.PageAsync("/")));

        await browser.GenerateAsync("07700900404");
        await browser.GenerateAsync("07700900321");
        var code = await CodeAsync(browser);
        await browser.VerifyAsync(Phone.OtherThan(code));
        await browser.VerifyAsync(code);
        await browser.VerifyAsync(code);

        var page = await browser.PageAsync("/verify");
        var desk = page.QuerySelector(".desk")!;
        Assert.False(desk.HasAttribute("open"));
        Assert.Equal(["2", "1", "1", "1", "1", "1"], Counts(page));
        Assert.Equal("already_subscribed 1", desk.QuerySelector(".desk__refused li")!.TextContent.Trim());
        var wire = desk.QuerySelectorAll(".desk__wire li").Select(line => string.Join('|', line.QuerySelectorAll("code").Select(part => part.TextContent))).Reverse().ToArray();
        Assert.Equal(4, wire.Length);
        Assert.Matches("""^otp_gen key=••• .*msisdn=44•••••0404\|200 \{"status":"400","error":"ALREADY_SUBSCRIBED"\}$""", wire[0]);
        Assert.Matches("""^otp_gen key=••• .*domain=127\.0\.0\.1 .*msisdn=44•••••0321\|200 \{"status":"200","response":"otp_sent","data":"•••"\}$""", wire[1]);
        Assert.Matches("""^otp_verify .*otp=•••.*\|200 \{"status":"400","error":"The pin is not valid\."\}$""", wire[2]);
        Assert.Matches("""^otp_verify .*request_id=•••.*\|200 \{"status":"200","response":"otp_verified"\}$""", wire[3]);
        Assert.DoesNotMatch($"7700900321|{code}|simulator-key|[0-9a-f]{{20}}", desk.TextContent);
    }

    [Fact]
    public async Task The_stream_sends_the_board_again_in_the_visitor_s_language_when_something_happens()
    {
        await using var sample = await SampleProcess.StartAsync("Development");
        using var browser = new OtpBrowserClient(sample.Address, "ar");
        using var client = new HttpClient { BaseAddress = sample.Address, DefaultRequestHeaders = { { "Accept-Language", "ar" } } };
        using var response = await client.GetAsync("desk", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        await using var events = SseParser.Create(body).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await events.MoveNextAsync());
        var board = Read(events.Current.Data);
        Assert.Equal(Texts.Of("SampleSiteText", "ar")["desk.asked"], board.QuerySelector("dt")!.TextContent);
        Assert.Equal(Texts.Of("SampleSiteText", "ar")["desk.wire.none"], board.QuerySelector("p")!.TextContent);

        await browser.GenerateAsync("07700900500");
        // One thing after another is counted. How many of them one event tells is a matter of time.
        do
        {
            Assert.True(await events.MoveNextAsync());
            board = Read(events.Current.Data);
        }
        while (board.QuerySelector(".desk__refused") is null);

        Assert.Equal(["1", "0", "0", "0", "0", "0"], Counts(board));
        Assert.Equal("upstream_unavailable 1", board.QuerySelector(".desk__refused li")!.TextContent.Trim());
        Assert.StartsWith("500 ", board.QuerySelector(".desk__answer")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_locked_himself_out_can_go_on_after_a_reset()
    {
        await using var sample = await SampleProcess.StartAsync("Development");
        using var browser = new OtpBrowserClient(sample.Address, "en");
        await browser.GenerateAsync("07700900322");
        var code = int.Parse(await CodeAsync(browser), CultureInfo.InvariantCulture);
        for (var wrong = 1; wrong <= 5; wrong++)
        {
            await browser.VerifyAsync($"{(code + wrong) % 1_000_000:000000}");
        }

        Assert.Equal("attempts_exhausted", (await browser.GenerateAsync("07700900322")).Code);
        var page = await browser.PageAsync("/verify?returnUrl=%2Fletters");
        var form = (IHtmlFormElement)page.QuerySelector(".desk__reset")!;
        Assert.Null(form.QuerySelector("[role=status]"));

        var fields = form.QuerySelectorAll<IHtmlInputElement>("input").ToDictionary(input => input.Name!, input => input.Value);
        var forged = await PostAsync(fields.Where(field => field.Key == "_handler"));
        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.Equal("attempts_exhausted", (await browser.GenerateAsync("07700900322")).Code);

        var reset = await PostAsync(fields);
        Assert.Equal((HttpStatusCode.Redirect, new Uri(sample.Address, "/verify?returnUrl=%2Fletters#desk")), (reset.Status, new Uri(sample.Address, reset.Location)));
        Assert.StartsWith("Reset at ", (await browser.PageAsync("/verify")).QuerySelector(".desk__reset [role=status]")!.TextContent, StringComparison.Ordinal);
        // As many as a browser may ask for, and the one before the reset is not among them.
        for (var number = 322; number < 322 + new OtpLimitOptions().MaxSendsPerBrowser; number++)
        {
            Assert.Equal("pending", (await browser.GenerateAsync($"07700900{number}")).State);
        }

        Task<OtpAnswer> PostAsync(IEnumerable<KeyValuePair<string, string>> values)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = new FormUrlEncodedContent(values) };
            request.Headers.Accept.ParseAdd("text/html");
            return browser.SendAsync(request);
        }
    }

    [Fact]
    public async Task A_whole_journey_leaves_no_warning_in_the_log()
    {
        await using var sample = await SampleProcess.StartAsync("Development");
        using var browser = new OtpBrowserClient(sample.Address, "en");
        foreach (var path in (string[])["/", "/premium", "/verify?returnUrl=%2Fpremium", "/doors", "/race", "/nothing/here", "/sadafa?clickid=c-1", "/moli", "/simulator/inbox", "/simulator/inbox/numbers"])
        {
            await browser.GetPageAsync(path);
        }

        await browser.SubmitAsync(await browser.GetPageAsync("/"), "generate", ("msisdn", "123"));
        await browser.SubmitAsync(await browser.GetPageAsync("/"), "generate", ("msisdn", "07700 900321"));
        var code = await CodeAsync(browser);
        await browser.SubmitAsync(await browser.GetPageAsync("/"), "verify", ("otp", Phone.OtherThan(code)));
        await browser.SubmitAsync(await browser.GetPageAsync("/"), "verify", ("otp", code));
        foreach (var path in (string[])["/", "/premium", "/lanterns", "/trophies", "/trophies/cabinet", "/letters", "/api/tonight", "/offer18/otp/status"])
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync(path)).Status);
        }

        // The key ring of the machine is not the sample's.
        Assert.DoesNotMatch(@"(?m)^(?:warn|fail|crit): (?!Microsoft\.AspNetCore\.DataProtection)", sample.Output);
    }

    private static string[] Counts(IParentNode page) => [.. page.QuerySelectorAll(".desk__counts dd").Select(count => count.TextContent)];

    private static IHtmlDocument Read(string html) => new HtmlParser().ParseDocument(html);

    private static async Task<string> CodeAsync(OtpBrowserClient browser) =>
        (await browser.SendAsync(new(HttpMethod.Get, "/simulator/inbox/messages"))).Json.EnumerateArray().Last().GetProperty("code").GetString()!;
}
