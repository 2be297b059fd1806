using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Tests.OpenApi;

/// <summary>A site's own endpoints behind a gate say what a closed gate answers.</summary>
public sealed class GateDescriptionTests
{
    [Theory]
    [InlineData("/minimal", "200 401 403 503")]
    [InlineData("/group/in", "200 401 403 503")]
    [InlineData("/result", "200 401 403 503")]
    [InlineData("/policy", "200 401 403 503")]
    [InlineData("/builder", "200 401 403 503")]
    [InlineData("/api/described", "200 401 403 503")]
    [InlineData("/open", "200")]
    [InlineData("/anonymous", "200")]
    [InlineData("/unknown-policy", "200")]
    public async Task An_endpoint_shows_what_its_gate_answers(string path, string statuses)
    {
        var document = await DescribedSite.DocumentAsync(Build, Map);

        var operation = document["paths"]![path]!["get"]!.AsObject();
        Assert.Equal(statuses.Split(' '), operation.Statuses());
        if (statuses != "200")
        {
            Assert.StartsWith("otp_required", operation["responses"]!["401"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.Equal("otp_required", operation["responses"]!["403"]!["description"]!.GetValue<string>());
            Assert.Equal(
                "#/components/schemas/OtpProblemBody",
                operation["responses"]!["403"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task What_a_site_says_about_its_own_endpoint_wins()
    {
        var document = await DescribedSite.DocumentAsync(Build, Map);

        var operation = document["paths"]!["/own"]!["get"]!.AsObject();
        Assert.Equal(["200", "401", "403", "503"], operation.Statuses().Order());
        Assert.Null(operation["responses"]!["403"]!["content"]);
    }

    [Fact]
    public async Task A_gate_in_the_fallback_policy_is_shown_too()
    {
        var document = await DescribedSite.DocumentAsync(
            builder => builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireOtpVerified().Build()),
            app => app.MapGet("/open", () => "in"));

        Assert.Contains("403", document["paths"]!["/open"]!["get"]!.AsObject().Statuses());
    }

    private static void Build(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorizationBuilder().AddPolicy("verified", policy => policy.RequireOtpVerified());
        builder.Services.AddControllers();
    }

    private static void Map(WebApplication app)
    {
        app.MapGet("/minimal", () => new { Game = "comet" }).RequireOtpVerified();
        app.MapGroup("/group").RequireOtpVerified().MapGet("/in", () => "in");
        app.MapGet("/result", () => Results.Text("in")).RequireOtpVerified();
        app.MapGet("/policy", () => "in").RequireAuthorization("verified");
        app.MapGet("/builder", () => "in").RequireAuthorization(policy => policy.RequireOtpVerified());
        app.MapGet("/open", () => "in");
        app.MapGet("/anonymous", () => "in").RequireOtpVerified().AllowAnonymous();
        app.MapGet("/unknown-policy", () => "in").RequireAuthorization("unknown");
        app.MapGet("/own", () => "in").Produces(StatusCodes.Status200OK).Produces(StatusCodes.Status403Forbidden).RequireOtpVerified();
        app.MapControllers();
    }
}
