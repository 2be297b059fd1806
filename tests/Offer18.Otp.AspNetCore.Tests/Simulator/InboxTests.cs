using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Offer18.Otp.Simulator;
using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed class InboxTests
{
    private static readonly string[] Cultures = ["en", "zh-CN", "zh-HK", "ar-KW", "pt-BR", "fr-CA", "he"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_each_message_newest_first()
    {
        await using var site = await StartAsync();
        var empty = await PageAsync(site, "inbox");
        Assert.False(empty.QuerySelector(".empty")!.HasAttribute("hidden"));
        Assert.Equal("No messages yet", empty.QuerySelector(".empty h2")!.TextContent);

        await site.Client.GenerateAsync("447700900001");
        await site.Client.GenerateAsync("447700900002");
        var sent = await MessagesAsync(site);
        var page = await PageAsync(site, "inbox");

        Assert.True(page.QuerySelector(".empty")!.HasAttribute("hidden"));
        Assert.Equal(["+447700900002", "+447700900001"], page.QuerySelectorAll("ol .msisdn").Select(number => number.TextContent));
        Assert.Equal(sent.Select(Code).Reverse(), page.QuerySelectorAll("ol .code").Select(code => code.TextContent));
        Assert.Equal(sent.Select(Id).Reverse(), page.QuerySelectorAll("ol .message").Select(message => message.GetAttribute("data-id")));
        Assert.All(page.QuerySelectorAll("ol .msisdn, ol .code"), value => Assert.Equal("ltr", value.GetAttribute("dir")));
    }

    [Fact]
    public async Task The_messages_are_json_newest_last()
    {
        await using var site = await StartAsync(services =>
            services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper));
        Assert.Empty(await MessagesAsync(site));

        await site.Client.GenerateAsync("447700900001");
        await site.Client.GenerateAsync("447700900002");
        var messages = await MessagesAsync(site);

        Assert.Equal(["447700900001", "447700900002"], messages.Select(sms => sms.GetProperty("msisdn").GetString()));
        Assert.Equal(["id", "msisdn", "code", "text", "language", "sentAt"], messages[0].EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("language=ar&domain=shop.example", "ar", "@shop.example #")]
    [InlineData("language=zh-TW&domain=127.0.0.1", "zh-Hant", "@127.0.0.1 #")]
    [InlineData("language=de", "en", null)]
    [InlineData("language=fr&domain=shop.example%0Aline", "fr", null)]
    [InlineData("domain=%3Cb%3E", "en", null)]
    public async Task A_message_tells_its_language_and_binds_its_code_to_the_domain_that_asked(string parameters, string language, string? domain)
    {
        await using var site = await StartAsync();
        using var response = await site.Client.PostAsync("otp_gen", $"msisdn=447700900001&{parameters}");

        var sms = Assert.Single(await MessagesAsync(site));
        Assert.Equal(language, sms.GetProperty("language").GetString());
        Assert.Equal(domain is null ? [] : [$"{domain}{Code(sms)}"], sms.GetProperty("text").GetString()!.Split('\n')[1..]);

        var page = await PageAsync(site, "inbox?culture=fr-CA");
        Assert.Equal((language, "auto"), (page.QuerySelector("ol .text")!.GetAttribute("lang"), page.QuerySelector("ol .text")!.GetAttribute("dir")));
        Assert.Equal((domain is null ? "" : $"{domain}{Code(sms)}", "ltr"), (page.QuerySelector("ol .domain")!.TextContent, page.QuerySelector("ol .domain")!.GetAttribute("dir")));
    }

    [Fact]
    public async Task Each_button_is_named_by_its_message_or_number()
    {
        await using var site = await StartAsync();
        await site.Client.GenerateAsync("447700900001");
        await site.Client.GenerateAsync("447700900002");

        foreach (var path in (string[])["inbox", "inbox/numbers"])
        {
            var buttons = (await PageAsync(site, path)).QuerySelectorAll("li button");
            Assert.All(buttons, button => Assert.StartsWith($"{button.TextContent} ", button.GetAttribute("aria-label"), StringComparison.Ordinal));
            Assert.Equal(buttons.Length, buttons.Select(button => button.GetAttribute("aria-label")).Distinct().Count());
        }
    }

    [Fact]
    public async Task The_numbers_are_all_there_with_what_happens_in_the_visitor_s_language()
    {
        await using var site = await StartAsync();
        foreach (var culture in Cultures)
        {
            var page = await PageAsync(site, $"inbox/numbers?culture={culture}");

            Assert.Equal(MagicNumbers.InOrder.Select(number => number.Msisdn), page.QuerySelectorAll(".use").Select(button => new string([.. button.GetAttribute("data-number")!.Where(char.IsAsciiDigit)])));
            Assert.Equal(MagicNumbers.InOrder.Select(number => number.Msisdn), page.QuerySelectorAll("optgroup option").Select(option => option.GetAttribute("value")!));
            Assert.All(page.QuerySelectorAll(".numbers span, option, h2, summary"), text => Assert.DoesNotContain("Number.", text.TextContent, StringComparison.Ordinal));
            // A button needs a page around the inbox, and a script.
            Assert.All(page.QuerySelectorAll("li button"), button => Assert.True(button.HasAttribute("hidden")));
            Assert.Null(page.QuerySelector("meta[http-equiv]"));
        }
    }

    [Fact]
    public async Task A_cleared_inbox_is_empty_on_every_open_page()
    {
        await using var site = await StartAsync();
        await site.Client.GenerateAsync("447700900001");
        using var response = await site.Client.Http.GetAsync("inbox/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        await using var events = SseParser.Create(body).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await events.MoveNextAsync());
        Assert.False((await PageAsync(site, "inbox")).QuerySelector(".clear")!.HasAttribute("hidden"));

        using var cleared = await site.Client.Http.PostAsync("base/simulator/inbox/clear", null, Cancellation);

        Assert.Equal("/base/simulator/inbox", cleared.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("clear", events.Current.EventType);
        Assert.Empty(await MessagesAsync(site));
        Assert.True((await PageAsync(site, "inbox")).QuerySelector(".clear")!.HasAttribute("hidden"));
    }

    [Fact]
    public async Task The_page_and_the_messages_are_never_stored()
    {
        await using var site = await StartAsync();

        foreach (var path in (string[])["inbox", "inbox/numbers", "inbox/messages"])
        {
            using var response = await site.Client.Http.GetAsync(path, Cancellation);
            Assert.True(response.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task The_stream_brings_what_was_there_and_then_each_message_as_it_comes()
    {
        await using var site = await StartAsync();
        await site.Client.GenerateAsync("447700900001");

        using var response = await site.Client.Http.GetAsync("inbox/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        await using var events = SseParser.Create(body).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("447700900001", Msisdn(events.Current));

        await site.Client.GenerateAsync("447700900002");
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("sms", events.Current.EventType);
        Assert.Equal("447700900002", Msisdn(events.Current));
        Assert.Equal(Id((await MessagesAsync(site))[^1]), events.Current.EventId);
    }

    [Fact]
    public async Task The_stream_opens_before_there_is_a_message()
    {
        await using var site = await StartAsync();

        using var response = await site.Client.Http
            .GetAsync("inbox/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation)
            .WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_comes_back_goes_on_where_it_was()
    {
        await using var site = await StartAsync();
        await site.Client.GenerateAsync("447700900001");
        await site.Client.GenerateAsync("447700900002");

        using var request = new HttpRequestMessage(HttpMethod.Get, "inbox/stream");
        request.Headers.Add("Last-Event-ID", Id((await MessagesAsync(site))[0]));
        using var response = await site.Client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await response.Content.ReadAsStreamAsync(Cancellation);
        await using var events = SseParser.Create(body).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("447700900002", Msisdn(events.Current));
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_server_s_end()
    {
        var server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        using var client = new WireClient(server);
        using var response = await client.Http.GetAsync("inbox/stream", HttpCompletionOption.ResponseHeadersRead, Cancellation);

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("inbox")]
    [InlineData("inbox/")]
    [InlineData("base/simulator/inbox")]
    [InlineData("base/simulator/inbox/numbers")]
    [InlineData("inbox/numbers/")]
    public async Task The_page_s_files_are_found_from_wherever_it_is_and_satisfy_a_strict_policy(string path)
    {
        await using var site = await StartAsync();
        var page = await PageAsync(site, path);

        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src]), [onclick]"));

        foreach (var (selector, attribute, contentType) in ((string, string, string)[])
            [("link[rel=stylesheet]", "href", "text/css"), ("script", "src", "text/javascript"), ("link[rel=icon]", "href", "image/svg+xml"), (".tabs a", "href", "text/html"), (".tabs a + a", "href", "text/html")])
        {
            var address = new Uri(new Uri(site.Client.Http.BaseAddress!, path), page.QuerySelector(selector)!.GetAttribute(attribute)!);
            using var response = await site.Client.Http.GetAsync(address, Cancellation);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
            Assert.Equal(contentType != "text/html", response.Headers.ETag is not null);
        }
    }

    [Fact]
    public async Task The_page_sends_a_strict_policy_unless_the_site_has_its_own()
    {
        await using var site = await StartAsync(configureApp: app => app.Use((context, next) =>
        {
            if (context.Request.Query.ContainsKey("own"))
            {
                context.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
            }

            return next();
        }));

        using var plain = await site.Client.Http.GetAsync("inbox", Cancellation);
        using var own = await site.Client.Http.GetAsync("inbox?own", Cancellation);

        Assert.EndsWith("form-action 'self'", plain.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'self'", plain.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("default-src 'none'", own.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task Without_a_script_the_page_loads_itself_again()
    {
        await using var site = await StartAsync();
        var html = await site.Client.Http.GetStringAsync("inbox", Cancellation);

        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>", html, StringComparison.Ordinal);
        Assert.True((await PageAsync(site, "inbox")).QuerySelector("template") is IHtmlTemplateElement);
    }

    [Theory]
    [InlineData("en", "ltr", "Messages", "Copy")]
    [InlineData("zh-CN", "ltr", "短信", "复制")]
    [InlineData("zh-HK", "ltr", "簡訊", "複製")]
    [InlineData("ar-KW", "rtl", "الرسائل", "نسخ")]
    [InlineData("pt-BR", "ltr", "Mensagens", "Copiar")]
    [InlineData("fr-CA", "ltr", "SMS reçus", "Copier")]
    [InlineData("he", "rtl", "Messages", "Copy")]
    public async Task The_page_speaks_the_visitor_s_language_in_a_host_that_keeps_its_resources_elsewhere(
        string culture, string direction, string heading, string copy)
    {
        await using var site = await StartAsync(services => services.AddLocalization(options => options.ResourcesPath = "Elsewhere"));
        await site.Client.GenerateAsync("447700900001");

        var page = await PageAsync(site, $"inbox?culture={culture}");

        Assert.Equal(culture, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(direction, page.DocumentElement.GetAttribute("dir"));
        Assert.Equal(heading, page.QuerySelector("h1")!.TextContent);
        Assert.Equal(copy, page.QuerySelector("ol .copy")!.TextContent);
    }

    [Fact]
    public async Task The_page_speaks_english_in_a_host_that_knows_nothing_of_languages()
    {
        await using var site = await TestSite.StartAsync(services => services.AddOffer18Simulator(), app => app.MapOffer18Simulator());

        Assert.Equal("Messages", (await PageAsync(site, "inbox")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task What_a_text_holds_is_never_markup()
    {
        await using var site = await StartAsync(services => services.AddSingleton<IStringLocalizerFactory, HostileTexts>());
        await site.Client.GenerateAsync("447700900001");

        var page = await PageAsync(site, "inbox");

        Assert.Empty(page.QuerySelectorAll("b"));
        Assert.Empty(((IHtmlTemplateElement)page.QuerySelector("template")!).Content.QuerySelectorAll("b"));
        Assert.Equal(HostileTexts.Text, page.QuerySelector("ol .text")!.TextContent);
        Assert.Equal(HostileTexts.Text, page.QuerySelector(".status")!.GetAttribute("data-live"));
    }

    private static Task<TestSite> StartAsync(
        Action<IServiceCollection>? configure = null, Action<WebApplication>? configureApp = null) =>
        TestSite.StartAsync(
            services =>
            {
                configure?.Invoke(services);
                services.AddOffer18Simulator();
            },
            app =>
            {
                app.UseRequestLocalization(options => options.AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures));
                configureApp?.Invoke(app);
                app.MapOffer18Simulator();
                app.MapOffer18SimulatorInbox("/base/simulator");
            });

    private static async Task<IHtmlDocument> PageAsync(TestSite site, string path) =>
        new HtmlParser(new HtmlParserOptions { IsScripting = true })
            .ParseDocument(await site.Client.Http.GetStringAsync(path, Cancellation));

    private static async Task<JsonElement[]> MessagesAsync(TestSite site) =>
        JsonSerializer.Deserialize<JsonElement[]>(await site.Client.Http.GetStringAsync("inbox/messages", Cancellation))!;

    private static string? Code(JsonElement sms) => sms.GetProperty("code").GetString();

    private static string? Id(JsonElement sms) => sms.GetProperty("id").GetString();

    private static string? Msisdn(SseItem<string> item) =>
        JsonSerializer.Deserialize<JsonElement>(item.Data).GetProperty("msisdn").GetString();
}
