using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;
using OpenTelemetry.Metrics;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>
/// The page for those who run a site, and the dashboard beside it. Their queries are held against what OpenTelemetry's own exporter gives to
/// Prometheus when everything has happened once.
/// </summary>
public sealed partial class OperationsDocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

    private static readonly JsonElement Dashboard = JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "grafana-dashboard.json")));

    private static readonly JsonElement[] Panels = [.. Dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row")];

    private static string[] Queries =>
    [
        .. Panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!),
        .. Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Where(variable => variable.GetProperty("type").GetString() == "query").Select(variable => variable.GetProperty("query").GetProperty("query").GetString()!),
        .. PromQl().Matches(Page).Select(match => match.Groups[1].Value),
    ];

    [Fact]
    public async Task Each_query_asks_for_names_and_attributes_that_the_exporter_gives()
    {
        var samples = await ScrapeAsync();
        var labelsOf = samples.ToLookup(sample => sample.Name, sample => sample.Labels);

        foreach (var query in Queries)
        {
            var metrics = Metric().Matches(query).Select(match => match.Value).ToArray();
            Assert.True(metrics.Length > 0, query);
            Assert.All(metrics, metric => Assert.True(labelsOf.Contains(metric), $"{metric} is no sample of the exporter: {query}"));
            var labels = metrics.SelectMany(metric => labelsOf[metric]).SelectMany(label => label.Keys).Append("le").ToHashSet();
            Assert.All(Label().Matches(query).Select(match => match.Value), label => Assert.True(labels.Contains(label), $"{label}: {query}"));
        }
    }

    [Fact]
    public async Task A_value_that_a_query_filters_by_is_one_that_there_is()
    {
        var samples = await ScrapeAsync();
        var values = samples.SelectMany(sample => sample.Labels).ToLookup(label => label.Key, label => label.Value);

        var filters = Queries.SelectMany(query => Filter().Matches(query)).Select(match => (Label: match.Groups[1].Value, Value: match.Groups[2].Value)).Distinct().ToArray();
        Assert.NotEmpty(filters);
        Assert.All(filters, filter => Assert.Contains(filter.Value, values[filter.Label]));
    }

    [Fact]
    public async Task The_dashboard_shows_each_metric()
    {
        var shown = Panels.SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => Metric().Matches(target.GetProperty("expr").GetString()!)).Select(match => match.Value).ToHashSet();

        Assert.All((await ScrapeAsync()).Select(sample => Base(sample.Name)).Distinct(), name => Assert.Contains(name, shown.Select(Base)));

        static string Base(string name) => HistogramPart().Replace(name, "");
    }

    [Fact]
    public void A_panel_has_a_title_a_unit_a_description_and_the_chosen_data_source()
    {
        Assert.Equal(Panels.Length, Panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(Panels, panel =>
        {
            Assert.NotEqual("", panel.GetProperty("title").GetString());
            Assert.NotEqual("", panel.GetProperty("description").GetString());
            Assert.NotEqual("", panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString());
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
        });
    }

    [Fact]
    public void The_page_has_a_row_for_each_metric_and_for_each_attribute()
    {
        var constants = typeof(OtpTelemetry).GetFields().ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);

        foreach (var (name, value) in constants.Where(constant => constants.ContainsKey(constant.Key + "Unit")))
        {
            Assert.Matches($@"(?m)^\| `{Regex.Escape(value)}`[^|]*\| {Regex.Escape(constants[name + "Unit"])} \|", Page);
        }

        Assert.All(constants.Where(constant => constant.Key.EndsWith("Attribute", StringComparison.Ordinal)), attribute => Assert.Contains($"| `{attribute.Value}` |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_has_a_row_for_each_event_that_is_a_warning_or_worse()
    {
        var events = typeof(OtpLog).GetMethods(BindingFlags.Static | BindingFlags.Public).Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToArray();

        Assert.NotEmpty(events);
        Assert.All(events.Where(message => message.Level >= LogLevel.Warning), message =>
            Assert.Matches($@"(?m)^\| {message.EventId} \| {message.Level.ToString().ToLowerInvariant()} \|", Page));
        Assert.All(Row().Matches(Page), row => Assert.Contains(events, message => $"{message.EventId}" == row.Groups[1].Value && message.Level.ToString().Equals(row.Groups[2].Value, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task The_page_s_lines_are_the_ones_that_run_here()
    {
        var here = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.Tests/Diagnostics/OperationsDocumentTests.cs"), TestContext.Current.CancellationToken))
            .Select(line => line.Trim()).ToHashSet();
        var lines = CSharp().Matches(Page).SelectMany(match => match.Groups[1].Value.Trim().Split('\n')).ToArray();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line.Trim(), here));
    }

    // A site in which everything has happened once that is measured.
    private static async Task<(string Name, Dictionary<string, string> Labels)[]> ScrapeAsync()
    {
        var stores = new StoreSwitch();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(stores);
                builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
                builder.Services.AddOpenTelemetry()
                    .WithMetrics(metrics => metrics.AddMeter(OtpTelemetry.MeterName).AddPrometheusExporter());
                builder.Services.AddHealthChecks().AddOffer18Otp();
            },
            app =>
            {
                app.MapPrometheusScrapingEndpoint();
                app.MapGet("/premium", () => "in").RequireOtpVerified();
                app.MapGet("/leave", (HttpContext context, IOtpProofs proofs) => proofs.RevokeAsync(context));
            },
            options =>
            {
                options.ResendCooldown = TimeSpan.FromSeconds(1);
                options.Limits.MaxSendsPerBrowser = 100;
                options.Limits.NeverAllow.Add("+44 7700 900601");
                options.Operators.Add(new() { Name = "nova", Prefixes = { "+44 7911" } });
            });
        using var browser = site.NewBrowser();
        await browser.GetPageAsync("/premium");
        foreach (var number in (string[])["07700 900407", "07700 900406", "07700 900405", OtpSite.Number])
        {
            await browser.GenerateAsync(number);
        }

        await browser.PostAsync("/offer18/otp/generate", JsonContent.Create(new { msisdn = OtpSite.Number }), token: null);
        await browser.VerifyAsync(site.WrongCode);
        await browser.VerifyAsync(site.Code);
        stores.Failing.Add("FindProof");
        await browser.GetPageAsync("/premium");
        stores.Failing.Clear();
        await browser.GetPageAsync("/leave");
        await browser.GenerateAsync("07700 900600");
        for (var guess = 0; guess < 6; guess++)
        {
            await browser.VerifyAsync("1234");
        }

        await browser.GenerateAsync("07700 900601");

        // Offer18 is down: the breaker opens.
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var call = 0; call < 3; call++)
        {
            await browser.GenerateAsync("07700 900500");
            await browser.GenerateAsync("07700 900504");
            site.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // So is an operator's partner, after it has said something new.
        var client = site.Services.GetRequiredService<IOffer18OtpClient>();
        foreach (var number in (string[])["447700900407", .. Enumerable.Repeat("447700900500", 6)])
        {
            await client.GenerateAsync(new() { Msisdn = number, Operator = "nova" }, TestContext.Current.CancellationToken);
        }

        var metrics = await browser.SendAsync(new(HttpMethod.Get, "/metrics"));
        return
        [
            .. from sample in Sample().Matches(metrics.Body)
               where sample.Groups[1].Value.StartsWith("offer18_", StringComparison.Ordinal)
               select (sample.Groups[1].Value, LabelOfSample().Matches(sample.Groups[2].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value)),
        ];
    }

    [GeneratedRegex(@"```promql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PromQl();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"(?m)^\| (\d{4}) \| (\w+) \|")]
    private static partial Regex Row();

    // A metric stands before its braces or its range, or alone between brackets and commas.
    [GeneratedRegex(@"\boffer18_otp_\w+?(?:_total|_bucket|_count|_sum)\b")]
    private static partial Regex Metric();

    // Within braces, and in the brackets of "by".
    [GeneratedRegex(@"\boffer18_otp_(?:campaign|outcome|delivery|operation|reason|decided_by|recognised_by|limit|mode|operator)\b|\ble\b")]
    private static partial Regex Label();

    [GeneratedRegex("""\b(offer18_otp_\w+)(?:=|!=)"([^"$]*)["]""")]
    private static partial Regex Filter();

    [GeneratedRegex(@"_(?:bucket|count|sum)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"(?m)^(\w+)\{(.*)\} ")]
    private static partial Regex Sample();

    [GeneratedRegex("""(\w+)="((?:[^"\\]|\\.)*)["]""")]
    private static partial Regex LabelOfSample();
}
