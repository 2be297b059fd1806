using System.Globalization;
using Offer18.Otp.AspNetCore;
using Offer18.Otp.Simulator;

namespace SampleSite;

/// <summary>A stand-in for Offer18, so that the sample runs before anybody has credentials.</summary>
internal static class SampleSimulator
{
    /// <summary>The settings that say which Offer18 it is, and whose account.</summary>
    internal static readonly string[] Credentials = ["BaseAddress", "ApiKey", "AffiliateId", "AdvertiserId"];

    /// <returns>The simulator, with the site's configuration set to use it; null if an address or credentials are configured.</returns>
    /// <exception cref="InvalidOperationException">The environment is not Development, and nothing is configured.</exception>
    public static async Task<Offer18SimulatorServer?> StartUnlessConfiguredAsync(WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(Offer18OtpOptions.SectionName);
        // Half a configuration is a mistake. It is reported at start, and does not select the simulator.
        if (Credentials.Any(setting => section[setting] is not null))
        {
            return null;
        }

        // The simulator's inbox would refuse in Production alone. A site that visitors can reach may have any other name for its environment.
        if (!builder.Environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                "Offer18Otp:ApiKey is not configured. Without it this site runs on a simulator of Offer18 that shows every code to "
                + "everyone, and that is for the Development environment only. Set Offer18Otp:ApiKey, Offer18Otp:AffiliateId and "
                + "Offer18Otp:AdvertiserId (as environment variables: Offer18Otp__ApiKey and so on), or, to try the site out, "
                + "ASPNETCORE_ENVIRONMENT=Development.");
        }

        var simulator = await Offer18SimulatorServer.StartAsync();
        var accepted = new Offer18SimulatorOptions();
        section["BaseAddress"] = simulator.Address.ToString();
        section["ApiKey"] = accepted.ApiKey;
        section["AffiliateId"] = accepted.AffiliateId.ToString(CultureInfo.InvariantCulture);
        section["AdvertiserId"] = accepted.AdvertiserId.ToString(CultureInfo.InvariantCulture);
        builder.Services.AddOffer18Simulator(simulator.Simulator);
        return simulator;
    }
}
