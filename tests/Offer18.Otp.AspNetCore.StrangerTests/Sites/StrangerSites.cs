using Offer18.Otp.AspNetCore.StrangerTests.Documents;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>Every site that is walked.</summary>
internal static class StrangerSites
{
    public const string Readme = "In an existing site";
    public const string ForwardedHeaders = "Forwarded headers";
    public const string PathBase = "A path base";
    public const string PathBaseOfBlazor = "A path base in Blazor";
    public const string Landing = "A landing page in plain HTML, React, Vue or Angular";
    public const string OwnPage = "a page of your own";
    public const string AllInteractiveServer = "`blazor --interactivity Server --all-interactive`";
    public const string AllInteractiveWebAssembly = "`blazor --interactivity WebAssembly --all-interactive`, or `Auto`";

    private static readonly PrintedLines[] Home = [.. Document.Readme.Below(Readme)];

    /// <summary>The templates that most sites begin with. The continuous integration walks these.</summary>
    public static IReadOnlyList<StrangerSite> Common { get; } =
    [
        .. Hosted("Web", "web"),
        .. Hosted("Webapp", "webapp", "`webapp`", "/Privacy", "Privacy Policy"),
        .. Hosted("Mvc", "mvc", "`mvc`", "/Home/Privacy", "Privacy Policy"),
        .. Hosted("Blazor", "blazor", "`blazor`", "/weather", "This component demonstrates"),
    ];

    /// <summary>All others.</summary>
    public static IReadOnlyList<StrangerSite> Others { get; } =
    [
        .. Hosted("Webapi", "webapi", "`webapi`", "/weatherforecast", "temperatureC"),
        .. Hosted("WebappIndividual", "webapp --auth Individual", "`webapp`", "/Privacy", "Privacy Policy"),
        .. Hosted("BlazorIndividual", "blazor --auth Individual", "`blazor`", "/weather", "This component demonstrates"),
        .. Hosted("BlazorNone", "blazor --interactivity None", "`blazor`", "/weather", "This component demonstrates"),
        .. Hosted("BlazorWasm", "blazor --interactivity WebAssembly", "`blazor`", "/weather", "This component demonstrates"),
        .. Hosted("BlazorAuto", "blazor --interactivity Auto", "`blazor`", "/weather", "This component demonstrates"),
        .. AllInteractive("BlazorServerAll", "Server", Document.GettingStarted.Below(AllInteractiveServer), "/weather", "This component demonstrates"),
        .. AllInteractive("BlazorWasmAll", "WebAssembly", Document.GettingStarted.Below(AllInteractiveWebAssembly), "/members", "Members only"),
        .. AllInteractive("BlazorAutoAll", "Auto", Document.GettingStarted.Below(AllInteractiveWebAssembly).Select(ForAuto), "/members", "Members only"),
        Own("WebappOwn", "webapp"),
        Own("MvcOwn", "mvc"),
        Own("BlazorOwn", "blazor"),
        new("WebLanding", "web", [.. Home, .. Document.GettingStarted.Below(Landing)]) { Landing = "/landing.html", IsPublished = true },
        new("WebLandingBehindTls", "web", [.. Home, .. Document.GettingStarted.Below(Landing), .. Document.BehindAProxy.Below(ForwardedHeaders)]) { Landing = "/landing.html", IsBehindTls = true },
        new("WebPrefix", "web", [.. Home, .. Document.BehindAProxy.Below(ForwardedHeaders)]) { IsBehindTls = true, ForwardedPrefix = "/shop" },
        new("WebappPrefix", "webapp", [.. Home, .. Document.BehindAProxy.Below(ForwardedHeaders)]) { IsBehindTls = true, ForwardedPrefix = "/shop" },
    ];

    /// <summary>The sites to walk: the common ones, unless the environment variable <c>OFFER18_STRANGER</c> says <c>all</c>, or names some.</summary>
    public static IReadOnlyList<StrangerSite> Wanted { get; } = Environment.GetEnvironmentVariable("OFFER18_STRANGER") switch
    {
        null or "" => Common,
        "all" => [.. Common, .. Others],
        var names => [.. Common.Concat(Others).Where(site => names.Split(' ').Contains(site.Name))],
    };

    private static StrangerSite[] AllInteractive(string name, string mode, IEnumerable<PrintedLines> printed, string gated, string says)
    {
        PrintedLines[] lines = [.. printed];
        var sites = Hosted(name, $"blazor --interactivity {mode} --all-interactive", lines, gated, says);
        // The README's gate is on an endpoint. In the others it is on a page of the router.
        return [sites[0], .. sites[1..].Select(site => site with { IsAllInteractive = true })];
    }

    private static StrangerSite[] Hosted(string name, string template, string? section = null, string gated = "/premium", string says = "Welcome!") =>
        Hosted(name, template, section is null ? [] : [.. Document.GettingStarted.Below(section)], gated, says);

    // The README's lines alone, then with a gate on one of the template's own pages, below a path and behind a proxy.
    private static StrangerSite[] Hosted(string name, string template, PrintedLines[] section, string gated, string says)
    {
        var isBlazor = template.StartsWith("blazor", StringComparison.Ordinal);
        return
        [
            new(name, template, Home) { IsPublished = true },
            new($"{name}BelowAPath", template, [.. Home, .. section, .. Document.BehindAProxy.Below(PathBase), .. isBlazor ? Document.BehindAProxy.Below(PathBaseOfBlazor) : []])
            {
                Gated = gated, Says = says, PathBase = "/shop",
            },
            new($"{name}BehindTls", template, [.. Home, .. section, .. Document.BehindAProxy.Below(ForwardedHeaders)]) { Gated = gated, Says = says, IsBehindTls = true },
        ];
    }

    private static StrangerSite Own(string name, string template) =>
        new(name, template, [.. Home, .. Document.GettingStarted.Below($"`{template}`, {OwnPage}")]) { HasPageOfItsOwn = true, IsPublished = true };

    private static PrintedLines ForAuto(PrintedLines lines) => lines with
    {
        Sentence = lines.Sentence.Replace("InteractiveWebAssembly", "InteractiveAuto", StringComparison.Ordinal),
        Lines = [.. lines.Lines.Select(line => line.Replace("InteractiveWebAssembly", "InteractiveAuto", StringComparison.Ordinal))],
    };
}
