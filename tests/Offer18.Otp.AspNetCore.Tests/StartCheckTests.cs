using System.Net;
using System.Reflection;
using System.Reflection.Emit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting.Components;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests;

/// <summary>What a stranger gets wrong, and is told when the site starts.</summary>
public sealed class StartCheckTests
{
    [Fact]
    public async Task A_missing_verification_page_is_said_in_the_log_and_in_development_on_the_page()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder => builder.Logging.AddProvider(log),
            app =>
            {
                app.UsePathBase("/shop");
                app.MapGet("/premium", () => "in").RequireOtpVerified();
            });
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/shop/verify?returnUrl=%2Fshop%2Fpremium");

        Assert.Contains("MapOffer18OtpPage", Assert.Single(log.Of(1833)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("app.MapOffer18OtpPage()", answer.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(answer.Page.QuerySelector("link[href^='/shop/offer18/otp/']"));
    }

    [Fact]
    public async Task Outside_development_a_missing_page_is_a_plain_404()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Environment.EnvironmentName = "Production",
            app => app.MapGet("/premium", () => "in").RequireOtpVerified());
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/verify");

        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task A_site_with_a_page_is_left_alone()
    {
        var log = new LogLines();
        await using var site = await OtpPlaces.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.Configure<Offer18OtpOptions>(otp => otp.VerificationPath = "/component/verify");
            });

        Assert.Empty(log.Of(1833));
        Assert.Empty(log.Of(1835));
        Assert.Empty(log.Of(1836));
        Assert.Empty(log.Of(1837));
    }

    // A WebAssembly router would show "Not Found" in its place.
    [Fact]
    public async Task A_gated_page_that_WebAssembly_could_route_to_is_said_at_start()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddInteractiveWebAssemblyComponents();
            },
            app =>
            {
                app.UseAntiforgery();
                app.MapRazorComponents<TestApp>().AddInteractiveServerRenderMode().AddInteractiveWebAssemblyRenderMode();
            });

        Assert.Single(log.Of(1835), line => line.Contains(nameof(PremiumPage), StringComparison.Ordinal));
        Assert.DoesNotContain(log.Of(1835), line => line.Contains(nameof(PartPage), StringComparison.Ordinal));
    }

    // A mail has no visitor. Our activator is no obstacle to one that is made from the root services; some of AddRazorComponents' services are.
    [Fact]
    public async Task A_site_can_still_render_components_without_a_visitor()
    {
        await using var site = await OtpPlaces.StartAsync();
        Assert.NotNull(site.Services.GetRequiredService<IComponentActivator>());
        await using var scope = site.Services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, site.Services.GetRequiredService<ILoggerFactory>());

        Assert.Equal("hello", await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Mail>()).ToHtmlString()));
    }

    // All of these match the pattern's shape alone, or stand for something that is no page.
    [Theory]
    [InlineData("static assets")]
    [InlineData("conventional MVC")]
    [InlineData("constraint")]
    [InlineData("another method")]
    public async Task A_route_that_does_not_answer_there_hides_no_missing_page(string route)
    {
        var log = new LogLines();
        await using var site = await StartRoutedAsync(log, route, "/verify");
        using var browser = site.NewBrowser();

        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetPageAsync("/verify")).Status);
        Assert.Single(log.Of(1833));
    }

    [Theory]
    [InlineData("parameter", "/verify")]
    [InlineData("constraint", "/7")]
    [InlineData("conventional MVC", "/Conventional/Verify")]
    [InlineData("conventional MVC", "/Conventional")]
    [InlineData("host", "/verify")]
    [InlineData("failing constraint", "/verify")]
    public async Task A_page_that_is_there_is_found_by_whatever_route(string route, string path)
    {
        var log = new LogLines();
        await using var site = await StartRoutedAsync(log, route, path);

        Assert.Empty(log.Of(1833));
    }

    private static Task<OtpSite> StartRoutedAsync(LogLines log, string route, string path) => OtpSite.StartAsync(
        builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddControllersWithViews();
            builder.Services.AddRouting(routing => routing.SetParameterPolicy<FailingConstraint>("failing"));
            builder.Services.Configure<Offer18OtpOptions>(otp => otp.VerificationPath = path);
        },
        app =>
        {
            app.MapGet("/premium/in", () => "in").RequireOtpVerified();
            object _ = route switch
            {
                "static assets" => app.MapStaticAssets(),
                "conventional MVC" => app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}"),
                "constraint" => app.MapGet("/{id:int}", (int id) => id),
                "another method" => app.MapPost("/verify", () => "posted"),
                "parameter" => app.MapGet("/{page}", (string page) => page),
                "host" => app.MapGet("/verify", () => "here").RequireHost("shop.example"),
                "failing constraint" => app.MapGet("/{page:failing}", (string page) => page),
                _ => throw new ArgumentOutOfRangeException(nameof(route)),
            };
        });

    [Fact]
    public async Task A_gate_that_names_an_unknown_campaign_is_said_at_start_and_stays_closed()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder => builder.Logging.AddProvider(log),
            app => app.MapGet("/premium", () => "in").RequireOtpVerified("nobody"));
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Contains("AddOffer18Otp(\"nobody\"", Assert.Single(log.Of(1837)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.GetPageAsync("/premium")).Status);
    }

    [Fact]
    public async Task A_component_that_names_an_unknown_campaign_says_which_line_is_missing()
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync("/component/two");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains("AddOffer18Otp(\"kuwait-games\"", WebUtility.HtmlDecode(answer.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "app.MapOffer18Otp().")]
    [InlineData("games", "app.MapOffer18Otp(\"games\", prefix).")]
    public async Task A_page_whose_endpoints_are_not_mapped_says_which_line_is_missing(string campaign, string line)
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddOffer18Otp("games", otp =>
            {
                OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/"));
                otp.VerificationPath = "/games";
            }),
            app => app.MapOffer18OtpPage(campaign),
            mapDefault: false);
        using var browser = site.NewBrowser();

        var answer = await browser.GetPageAsync(campaign.Length == 0 ? "/verify" : "/games");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Contains(line, WebUtility.HtmlDecode(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_is_mapped_twice_stops_the_site()
    {
        var twice = await Assert.ThrowsAsync<InvalidOperationException>(() => OtpSite.StartAsync(map: app => app.MapOffer18Otp("/other")));

        Assert.Contains("has already mapped the default campaign (below /offer18/otp)", twice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_read_with_several_digest_keys_stops_the_site()
    {
        Action<WebApplicationBuilder> ownStore = builder => builder.Services.Decorate<IOtpRequestStore>(store => new FailingRequestStore(store, new StoreSwitch()));

        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => OtpSite.StartAsync(ownStore, options: otp =>
        {
            otp.DigestKeys.Add("the key from today on");
            otp.DigestKeys.Add("the key until yesterday");
        }));

        Assert.Contains("IOtpRequestStore.FindNumberAsync", stopped.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(FailingRequestStore), stopped.Message, StringComparison.Ordinal);
        await using var site = await OtpSite.StartAsync(ownStore, options: otp => otp.DigestKeys.Add("the only key there is"));
    }

    [Fact]
    public async Task A_component_activator_registered_later_is_said()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddSingleton<IComponentActivator, OwnActivator>();
        });

        Assert.Single(log.Of(1836));
    }

    [Fact]
    public async Task A_site_s_own_component_activator_is_kept()
    {
        await using var site = await OtpPlaces.StartAsync(before: builder => builder.Services.AddSingleton<IComponentActivator, OwnActivator>());
        using var browser = site.NewBrowser();
        var made = OwnActivator.Made;

        await browser.GetPageAsync("/component/verify");

        Assert.True(OwnActivator.Made > made);
    }

    [Fact]
    public async Task A_campaign_that_takes_codes_of_fewer_than_20_bits_is_said_with_the_reason()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                AddCampaign("games", length => length.Min = 5);
                AddCampaign("films", length => length.Min = 6);
                AddCampaign("music", length => length.Min = length.Max = 8);

                void AddCampaign(string name, Action<OtpCodeLength> set) => builder.Services.AddOffer18Otp(name, otp =>
                {
                    OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/"));
                    set(otp.CodeLength);
                });
            });

        Assert.Equal(2, log.Of(1839).Length);
        Assert.Single(log.Of(1839), line => line.StartsWith("Warning ", StringComparison.Ordinal)
            && line.Contains("Codes of 4 digits", StringComparison.Ordinal) && line.Contains("20 bits", StringComparison.Ordinal) && line.Contains("(campaign \"\")", StringComparison.Ordinal));
        Assert.Single(log.Of(1839), line => line.Contains("Codes of 5 digits", StringComparison.Ordinal) && line.Contains("(campaign \"games\")", StringComparison.Ordinal));
    }

    // ASP.NET Core does not read an authorization attribute there: the handler would be open.
    [Fact]
    public async Task A_gate_on_a_handler_of_a_Razor_Page_stops_the_site()
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Site"), AssemblyBuilderAccess.Run).DefineDynamicModule("Site");
        var model = module.DefineType("BuyModel", TypeAttributes.Public, typeof(PageModel));
        var handler = model.DefineMethod("OnPostBuy", MethodAttributes.Public, typeof(void), []);
        handler.GetILGenerator().Emit(OpCodes.Ret);
        handler.SetCustomAttribute(new CustomAttributeBuilder(typeof(RequireOtpVerifiedAttribute).GetConstructor([])!, []));
        model.CreateType();

        var stopped = await Assert.ThrowsAsync<InvalidOperationException>(() => OtpSite.StartAsync(
            builder => builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => parts.ApplicationParts.Add(new AssemblyPart(module.Assembly)))));

        Assert.Contains("BuyModel.OnPostBuy has no effect", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_components_of_one_campaign_are_said_in_the_log_and_on_the_page()
    {
        var log = new LogLines();
        await using var site = await OtpPlaces.StartAsync(builder => builder.Logging.AddProvider(log));
        using var browser = site.NewBrowser();

        await browser.GetPageAsync("/component/verify");
        Assert.Empty(log.Of(1834));
        var page = (await browser.GetPageAsync("/component/twice")).Page;

        Assert.Single(log.Of(1834));
        Assert.Single(page.QuerySelectorAll(".offer18-otp__developer:not([hidden])"));
    }

    [Fact]
    public async Task A_nonce_comes_from_the_site_s_own_source_or_from_the_page()
    {
        await using var site = await OtpPlaces.StartAsync(
            builder => builder.Services.Configure<Offer18OtpOptions>(otp => otp.Nonce = context => $"of {context.Request.Path}"),
            app => app.MapOffer18OtpPage(configure: page => page.UseLayout = false));
        using var browser = site.NewBrowser();

        var page = (await browser.GetPageAsync("/component/twice")).Page;
        var finished = (await browser.GetPageAsync("/verify")).Page;

        Assert.Equal(["of /component/twice", "own"], page.QuerySelectorAll("link[rel=stylesheet]").Select(style => style.GetAttribute("nonce")));
        Assert.Equal(["of /component/twice", "own"], page.QuerySelectorAll("script[type=module]").Select(script => script.GetAttribute("nonce")));
        Assert.All(finished.QuerySelectorAll("link[rel=stylesheet]"), style => Assert.Equal("of /verify", style.GetAttribute("nonce")));
    }

    [RequireOtpVerified]
    private sealed class Mail : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "hello");
    }

    // It wants something that only a real request has.
    private sealed class FailingConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            throw new InvalidOperationException();
    }

    private sealed class OwnActivator(IServiceProvider services) : IComponentActivator
    {
        private static int _made;

        public static int Made => Volatile.Read(ref _made);

        public IComponent CreateInstance(Type componentType)
        {
            Interlocked.Increment(ref _made);
            return (IComponent)ActivatorUtilities.CreateInstance(services, componentType);
        }
    }
}
