using System.Globalization;
using Offer18.Otp.AspNetCore;
using Offer18.Otp.Simulator;
using SampleSite.Components;

var builder = WebApplication.CreateBuilder(args);

// Without credentials of its own the sample talks to a simulator of Offer18, over HTTP like everybody else.
var section = builder.Configuration.GetSection(Offer18OtpOptions.SectionName);
await using var simulator = section["ApiKey"] is null or "" ? await Offer18SimulatorServer.StartAsync() : null;
if (simulator is not null)
{
    var options = new Offer18SimulatorOptions();
    section["BaseAddress"] = simulator.Address.ToString();
    section["ApiKey"] = options.ApiKey;
    section["AffiliateId"] = options.AffiliateId.ToString(CultureInfo.InvariantCulture);
    section["AdvertiserId"] = options.AdvertiserId.ToString(CultureInfo.InvariantCulture);
    builder.Services.AddOffer18Simulator(simulator.Simulator);
}

builder.Services.AddRazorComponents();
builder.Services.AddOffer18Otp(section);

var app = builder.Build();

app.UseRequestLocalization("en", "zh-Hans");
app.UseAntiforgery();
app.MapStaticAssets();
app.MapRazorComponents<App>();
app.MapOffer18Otp();
if (simulator is not null)
{
    app.MapOffer18SimulatorInbox();
}

app.Run();
