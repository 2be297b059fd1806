using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.OpenApi;

/// <summary>A site that describes its endpoints with nothing but its own <c>AddOpenApi()</c>.</summary>
internal static class DescribedSite
{
    public static async Task<JsonNode> DocumentAsync(
        Action<WebApplicationBuilder>? build = null, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? before = null)
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
                {
                    // What is not the package's: the site's name, and where it listens.
                    document.Info.Title = "Offer18.Otp.AspNetCore";
                    document.Servers = null;
                    return Task.CompletedTask;
                }));
                build?.Invoke(builder);
            },
            app =>
            {
                app.MapOpenApi().AllowAnonymous();
                map?.Invoke(app);
            },
            before: before);
        using var browser = site.NewBrowser();
        var answer = await browser.SendAsync(new(HttpMethod.Get, "/openapi/v1.json"));
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Body);
        return JsonNode.Parse(answer.Body)!;
    }

    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(this JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    public static string[] Statuses(this JsonObject operation) => [.. operation["responses"]!.AsObject().Select(response => response.Key)];
}
