using Offer18.Otp.AspNetCore;
using Offer18.Otp.Simulator;

await using var offer18 = await Offer18SimulatorServer.StartAsync();

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Offer18Otp:ApiKey"] = "simulator-key",
    ["Offer18Otp:AffiliateId"] = "1001",
    ["Offer18Otp:AdvertiserId"] = "2002",
    ["Offer18Otp:AllowedCountries"] = "GB, KW",
    ["Offer18Otp:DefaultCountry"] = "GB",
    ["Offer18Otp:CodeLength:Min"] = "6",
    ["Offer18Otp:VerifiedLifetime"] = "00:10:00",
    ["Offer18Otp:ParameterPlacement"] = "Form",
    ["Offer18Otp:AdditionalParameters:language"] = "fr",
});
builder.Services.AddOffer18Simulator(offer18.Simulator);
var otp = builder.Services.AddOffer18Otp(builder.Configuration.GetSection("Offer18Otp"));
if (builder.Configuration.GetConnectionString("Redis") is not null)
{
    otp.AddRedisStores(builder.Configuration);
}

builder.Services.PostConfigure<Offer18OtpOptions>(options => options.BaseAddress = offer18.Address);
builder.Services.AddHealthChecks().AddOffer18Otp();

var app = builder.Build();
app.MapOffer18SimulatorInbox();
app.MapOffer18Otp();
app.MapOffer18OtpPage();
app.MapHealthChecks("/health");
app.MapGet("/premium", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified();
app.Run();
