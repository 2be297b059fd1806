using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Pages;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>A site with the package, as the README has it.</summary>
internal static class PackageSite
{
    /// <summary>What the gated page answers, here and by hand.</summary>
    public const string Premium = "premium";

    public static WebApplication Build(WebApplicationBuilder builder, ServerArguments arguments)
    {
        builder.Services.AddRazorComponents();
        var otp = builder.Services.AddOffer18Otp(options =>
        {
            (options.BaseAddress, options.ApiKey, options.AffiliateId, options.AdvertiserId) = (arguments.Offer18, "benchmark-key-0123456789", 1001, 2002);
            options.AllowedCountries.Add(arguments.Countries);
            options.CodeLength.Min = 6;
            RaiseLimits(options.Limits);
        });
        if (arguments.Redis is { } redis)
        {
            otp.AddRedisStores(stores => stores.Configuration = redis);
        }

        var app = builder.Build();
        app.UseAntiforgery();
        app.MapRazorComponents<App>();
        app.MapGet("/premium", () => Premium).RequireOtpVerified();
        app.MapOffer18Otp();
        return app;
    }

    // All visitors come from one address and most never verify. Everything is counted as ever, and nothing is refused.
    private static void RaiseLimits(OtpLimitOptions limits)
    {
        limits.MaxSendsPerAddress = 1_000_000;
        limits.MaxUnverifiedPerPrefix = 1_000_000;
        limits.MaxUnverifiedPerAddress = 1_000_000;
        limits.MaxUnverifiedPerCountry = 10_000_000;
    }
}
