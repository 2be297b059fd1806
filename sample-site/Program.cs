using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;
using Offer18.Otp.AspNetCore;
using Offer18.Otp.AspNetCore.Client;
using SampleSite;
using SampleSite.Campaigns;
using SampleSite.Components;
using SampleSite.Desk;

var builder = WebApplication.CreateBuilder(args);

// Without credentials of its own, the sample talks to a simulator of Offer18. Your own site does not need this line.
await using var simulator = await SampleSimulator.StartUnlessConfiguredAsync(builder);

builder.Services.AddLocalization();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddControllersWithViews();
builder.Services.AddRazorPages();
builder.Services.AddSignalR();
builder.Services.AddOpenApi();
builder.Services.AddAntiforgery(forms => forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
builder.Services.AddOffer18Otp(builder.Configuration.GetSection(Offer18OtpOptions.SectionName)).AddRedisWhereConfigured(builder.Configuration);
builder.Services.Decorate<IOffer18OtpClient, VisitorMessage>();
if (simulator is not null)
{
    builder.Services.AddDesk(hasSharedStores: builder.Configuration.HasRedis());
}

// More campaigns, by name: the section Campaigns:kuwait-games has the settings of one.
var campaigns = builder.Configuration.GetSection("Campaigns").GetChildren().ToArray();
foreach (var campaign in campaigns)
{
    campaign.UseAccountOf(builder.Configuration.GetSection(Offer18OtpOptions.SectionName));
    builder.Services.AddOffer18Otp(campaign.Key, campaign);
}

// Arabic and Chinese letters as they are. Without this line each of them is written as an entity of eight bytes.
builder.Services.Configure<WebEncoderOptions>(encoder => encoder.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

// Over HTTPS, too: docs/component.md says what a page of this package gives away by its length (BREACH).
builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
builder.Services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);

var app = builder.Build();

app.UseResponseCompression();
app.UseSecurityHeaders();
app.RefuseUnreadableForms();
app.UseRequestLocalization(Languages.All);
CampaignSite.UseLanguages(app);

// Without this line, authorization would run before the lines above. The gate's answers would lack the headers and the visitor's
// language.
app.UseAuthorization();
app.UseAntiforgery();

// A viewer for the document of the endpoints, at /swagger. Its files come from this site alone.
app.UseSwaggerUI(viewer => viewer.SwaggerEndpoint("../openapi/v1.json", nameof(SampleSite)));

app.MapStaticAssets();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode(
    // The site's own policy already says this, and two headers are hard to read.
    options => options.ContentSecurityFrameAncestorsPolicy = null);
app.MapControllers().WithStaticAssets();
app.MapRazorPages().WithStaticAssets();
app.MapHub<RaceHub>("/hubs/race");
app.MapGet("/api/tonight", () => new { Game = "comet" }).RequireOtpVerified();
app.MapOffer18Otp();
foreach (var campaign in campaigns)
{
    app.MapOffer18Otp(campaign.Key, $"/{campaign.Key}/otp");
    if (!campaign.HasPage())
    {
        app.MapOffer18OtpPage(campaign.Key);
    }

    app.MapGet($"/{campaign.Key}/tonight", () => new { Game = campaign.Key }).RequireOtpVerified(campaign.Key);
}

app.MapOpenApi();
app.MapLanguageSwitch();
if (simulator is not null)
{
    app.MapOffer18SimulatorInbox();
    app.MapDesk();
}

app.Run();
