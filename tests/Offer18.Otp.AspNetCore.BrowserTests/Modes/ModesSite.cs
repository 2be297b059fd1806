using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.BrowserTests.Modes.Components;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.BrowserTests.Modes;

/// <summary>One site with the component in every hosting mode, with and without a path base, under a strict policy.</summary>
public sealed class ModesSite : IAsyncDisposable
{
    private const string Policy = "default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'self'; object-src 'none'";

    // Blazor's own script writes HTML; the component's module does not.
    private const string StrictestPolicy = Policy + "; require-trusted-types-for 'script'";

    internal static readonly string[] WithoutBlazor = ["/plain", "/auto", "/headless", "/strict", "/pages/verify", "/mvc/verify"];

    private readonly WebApplication _app;
    private readonly Offer18SimulatorServer _server;
    private int _numbers = 10_000;

    private ModesSite(WebApplication app, Offer18SimulatorServer server) => (_app, _server) = (app, server);

    /// <summary>Where it listens.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>The other end.</summary>
    public Offer18Simulator Offer18 => _server.Simulator;

    /// <summary>A mobile number of Kuwait as the simulator reads it, with the country code, that nobody else has.</summary>
    public string NewKuwaitNumber() => $"965500{Interlocked.Increment(ref _numbers)}";

    /// <summary>Takes away what former tests have left against a number: numbers that mean something to the simulator are nobody's own.</summary>
    internal async Task ReleaseAsync(string number)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IOtpLimits>().ReleaseAsync(number);
    }

    /// <summary>Starts it, with the simulator behind it.</summary>
    /// <param name="clock">The site's clock, where it is not the machine's.</param>
    /// <param name="offer18Clock">The simulator's.</param>
    public static async Task<ModesSite> StartAsync(TimeProvider? clock = null, TimeProvider? offer18Clock = null)
    {
        var server = await Offer18SimulatorServer.StartAsync(timeProvider: offer18Clock);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ModesSite).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = "Development",
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Modes/Pages");
        builder.Services.AddControllersWithViews();
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddOffer18Otp(otp => Configure(otp, server.Address));
        builder.Services.AddOffer18Otp("operators", otp => ConfigureOperators(otp, server.Address, "/operators"));
        builder.Services.AddOffer18Otp("subscription", otp =>
        {
            ConfigureOperators(otp, server.Address, "/subscription");
            otp.ConfirmBeforeVerify = true;
        });
        builder.Services.AddOffer18Otp("strict", otp =>
        {
            Configure(otp, server.Address);
            otp.RequireConsent = true;
            otp.CodeLength = new OtpCodeLength();
        });

        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = WithoutBlazor.Contains(context.Request.Path.Value) ? StrictestPolicy : Policy;
            return next(context);
        });
        app.UsePathBase("/shop");
        app.UseRequestLocalization([.. Languages]);
        app.UseRouting();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorPages();
        app.MapControllers();
        app.MapRazorComponents<ModesApp>().AddInteractiveServerRenderMode();
        app.MapOffer18Otp();
        app.MapOffer18Otp("strict", "/strict/otp");
        app.MapOffer18Otp("operators", "/operators/otp");
        app.MapOffer18Otp("subscription", "/subscription/otp");
        app.MapGet("/subscription/agreed", async (HttpContext context, IOtpProofs proofs) => (await proofs.FindAsync(context, "subscription"))?.Context?.Consent?.AtVerify?.Text ?? "");
        await app.StartAsync();
        return new ModesSite(app, server);
    }

    /// <summary>The languages that the package has, as the culture names of their files. A browser that names none gets the first, English.</summary>
    public static IEnumerable<string> Languages =>
        Directory.EnumerateFiles(Path.Combine(Tests.Hosting.Repository.Root, "localization"), "OtpText*.resx")
            .Select(file => Path.GetFileName(file).Split('.'))
            .Select(parts => parts.Length == 2 ? "en" : parts[1])
            .OrderBy(name => (name != "en", name));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static void ConfigureOperators(Offer18OtpOptions otp, Uri address, string page)
    {
        Configure(otp, address);
        otp.VerificationPath = page;
        otp.RequireConsent = true;
        otp.LandingParameters["clickid"] = "source_id";
        otp.Operators.Add(new() { Name = "zain", Partner = "zain-games", Countries = { "GB" } });
        otp.Operators.Add(new() { Name = "orbit", Partner = "orbit-games", Countries = { "KW" } });
    }

    private static void Configure(Offer18OtpOptions otp, Uri address)
    {
        var simulator = new Offer18SimulatorOptions();
        otp.BaseAddress = address;
        otp.ApiKey = simulator.ApiKey;
        otp.AffiliateId = simulator.AffiliateId;
        otp.AdvertiserId = simulator.AdvertiserId;
        // All tests come from one address, with numbers of one prefix.
        otp.Limits.Mode = OtpLimitMode.Off;
        otp.AllowedCountries.Add("KW");
        otp.AllowedCountries.Add("GB");
        otp.DefaultCountry = "GB";
        otp.CodeLength = 6;
        otp.ResendCooldown = TimeSpan.FromSeconds(5);
    }
}
