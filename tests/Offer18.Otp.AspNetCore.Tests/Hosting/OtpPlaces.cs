using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting.Components;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>Each place of ASP.NET Core where the gate and the component can be put, all in one site.</summary>
internal static class OtpPlaces
{
    public static readonly TheoryData<string> Gated =
    [
        "/minimal", "/group/in", "/mvc/premium", "/mvc/all", "/pages/premium", "/pages/members", "/component/premium", "/component/interactive",
        "/metadata", "/own-policy",
    ];

    public static readonly TheoryData<string> WithComponent = ["/component/verify", "/pages/verify", "/mvc/verify"];

    public static void Build(WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Hosting/Pages")
            .AddRazorPagesOptions(pages =>
            {
                pages.Conventions.AddPageRoute("/Verify", "/pages/verify");
                pages.Conventions.AddPageRoute("/Premium", "/pages/premium");
                pages.Conventions.AddPageRoute("/Members", "/pages/members");
                pages.Conventions.RequireOtpVerifiedPage("/Members");
            });
        builder.Services.AddControllersWithViews();
        builder.Services.AddSignalR();
        builder.Services.AddAuthorizationBuilder().AddPolicy("verified", policy => policy.RequireOtpVerified());
    }

    public static void Map(WebApplication app)
    {
        app.UseAntiforgery();
        app.MapGet("/minimal", (HttpContext context) => context.GetVerifiedMsisdn()).RequireOtpVerified();
        app.MapGroup("/group").RequireOtpVerified().MapGet("/in", (HttpContext context) => context.GetVerifiedMsisdn());
        app.Map("/metadata", context => context.Response.WriteAsync(context.GetVerifiedMsisdn()!)).WithMetadata(new RequireOtpVerifiedAttribute());
        app.MapGet("/own-policy", (HttpContext context) => context.GetVerifiedMsisdn()).RequireAuthorization("verified");
        app.MapHub<GatedHub>("/hub");
        app.MapHub<OpenHub>("/open-hub");
        app.MapControllers();
        app.MapRazorPages();
        app.MapRazorComponents<TestApp>().AddInteractiveServerRenderMode();
    }

    public static Task<OtpSite> StartAsync(
        Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? before = null) =>
        OtpSite.StartAsync(
            builder =>
            {
                Build(builder);
                build?.Invoke(builder);
            },
            app =>
            {
                map?.Invoke(app);
                Map(app);
            },
            before: before);
}
