using Offer18.Otp.AspNetCore;
using Offer18.Otp.Simulator;
using OtpSite.Components;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddRazorComponents();
builder.Services.AddOffer18Otp(builder.Configuration.GetSection("Offer18Otp"));

// In development the site runs on a simulator of Offer18. No SMS is sent: /simulator/inbox shows the codes. When you have credentials, delete
// these lines and the ones below that name the simulator.
await using var simulator = builder.Environment.IsDevelopment() ? await Offer18SimulatorServer.StartAsync() : null;
if (simulator is not null)
{
    builder.Services.AddOffer18Simulator(simulator.Simulator);
    builder.Services.PostConfigure<Offer18OtpOptions>(options => options.BaseAddress = simulator.Address);
}

var app = builder.Build();

app.UseAntiforgery();

app.MapStaticAssets();
app.MapRazorComponents<App>();
app.MapOffer18Otp();
if (simulator is not null)
{
    app.MapOffer18SimulatorInbox();
}

app.Run();
