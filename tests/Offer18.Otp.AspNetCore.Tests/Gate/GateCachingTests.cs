using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>No cache keeps what is behind a gate for somebody else.</summary>
public sealed class GateCachingTests
{
    private const string Public = "public, max-age=60, s-maxage=600";

    public static TheoryData<string, Func<HttpContext, Task>> Ways => new()
    {
        { "text", context => context.Response.WriteAsync("secret") },
        { "stream", context => context.Response.Body.WriteAsync("secret"u8.ToArray()).AsTask() },
        { "pipe", async context => await context.Response.BodyWriter.WriteAsync("secret"u8.ToArray()) },
        { "started", async context =>
            {
                await context.Response.StartAsync();
                await context.Response.WriteAsync("secret");
            }
        },
        { "completed", async context =>
            {
                await context.Response.BodyWriter.WriteAsync("secret"u8.ToArray());
                await context.Response.CompleteAsync();
            }
        },
        { "file", context => context.Response.SendFileAsync(Path.Combine(Repository.Root, "README.md")) },
        { "nothing", _ => Task.CompletedTask },
        { "late header", context =>
            {
                var body = context.Response.Body;
                context.Response.Headers.CacheControl = Public;
                return body.WriteAsync("secret"u8.ToArray()).AsTask();
            }
        },
    };

    [Theory]
    [MemberData(nameof(OtpPlaces.Gated), MemberType = typeof(OtpPlaces))]
    public async Task What_is_behind_a_gate_is_private_and_asked_for_again(string path)
    {
        await using var site = await OtpPlaces.StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();

        var answer = await browser.GetPageAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        // Pages of components have a header of their own.
        Assert.True(answer.Headers.CacheControl is { NoStore: true } or { NoCache: true, Private: true }, answer.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("private, max-age=60", "max-age=60, private")]
    [InlineData("no-store", "no-store")]
    [InlineData("no-cache, no-store", "no-store, no-cache")]
    [InlineData("max-age=60", "max-age=60, private")]
    [InlineData(Public, "max-age=60, private")]
    [InlineData("public", "private")]
    [InlineData("private=\"x-user\", max-age=60", "max-age=60, private")]
    [InlineData("nonsense=?;", "no-cache, private")]
    public async Task A_page_says_how_long_the_visitors_own_browser_keeps_it_and_no_other(string own, string sent)
    {
        await using var site = await StartAsync(context =>
        {
            context.Response.Headers.CacheControl = own;
            return context.Response.WriteAsync("secret");
        });
        using var browser = await site.NewVerifiedBrowserAsync();

        Assert.Equal(sent, (await browser.GetPageAsync("/gated")).Headers.CacheControl!.ToString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_response_cache_before_the_gate_keeps_nothing_however_the_page_is_written(string way, Func<HttpContext, Task> write)
    {
        await using var site = await StartAsync(context =>
        {
            context.Response.Headers.CacheControl = Public;
            context.Response.Headers["X-Way"] = way;
            return write(context);
        });
        using var browser = await site.NewVerifiedBrowserAsync();
        using var stranger = site.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetPageAsync("/gated")).Status);

        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetPageAsync("/gated")).Status);
        // What has no gate is kept.
        Assert.Equal((await stranger.GetPageAsync("/open")).Body, (await browser.GetPageAsync("/open")).Body);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("before the cache")]
    [InlineData("after the cache")]
    public async Task No_visitor_gets_what_a_cache_has_seen_of_another_in_whatever_order_it_stands(string authorization)
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddResponseCaching().AddOutputCache(),
            app =>
            {
                Authorize("before the cache");
                app.UseResponseCaching();
                app.UseOutputCache();
                Authorize("after the cache");
                app.MapGet("/gated", WriteNumberAsync).RequireOtpVerified();
                app.MapGet("/stored", WriteNumberAsync).RequireOtpVerified().WithMetadata(new StoringPolicy());
                app.MapGet("/empty", context =>
                {
                    context.Response.Headers["X-Number"] = context.GetVerifiedMsisdn();
                    return Task.CompletedTask;
                }).RequireOtpVerified().WithMetadata(new StoringPolicy());

                void Authorize(string when)
                {
                    if (authorization == when)
                    {
                        app.UseAuthorization();
                    }
                }
            });
        using var one = await site.NewVerifiedBrowserAsync();
        using var two = site.NewBrowser();
        await two.GenerateAsync("07700 900124");
        await two.VerifyAsync(site.Offer18.LatestCode("447700900124"));
        using var stranger = site.NewBrowser();

        foreach (var page in (string[])["/gated", "/stored", "/empty"])
        {
            Assert.Equal((page, "+447700900123"), (page, await NumberAsync(one, page)));
            Assert.Equal((page, "+447700900124"), (page, await NumberAsync(two, page)));
            Assert.Equal((page, HttpStatusCode.Redirect), (page, (await stranger.GetPageAsync(page)).Status));
        }

        static async Task<string?> NumberAsync(OtpBrowserClient browser, string page) =>
            await browser.GetPageAsync(page) is var answer && answer.Headers.TryGetValues("X-Number", out var number) ? number.Single() : answer.Body;

        static Task WriteNumberAsync(HttpContext context)
        {
            context.Response.Headers.CacheControl = Public;
            return context.Response.WriteAsync(context.GetVerifiedMsisdn()!);
        }
    }

    [Fact]
    public async Task An_empty_answer_behind_another_policy_keeps_the_header_of_its_page()
    {
        await using var site = await OtpSite.StartAsync(map: app => app.MapGet("/other", context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=60";
            return Task.CompletedTask;
        }).RequireAuthorization(policy => policy.RequireAssertion(_ => true)));
        using var browser = site.NewBrowser();

        Assert.Equal("public, max-age=60", (await browser.GetPageAsync("/other")).Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task An_attribute_that_allows_storage_stores_nothing_that_passed_a_gate()
    {
        await using var site = await OtpSite.StartAsync(
            builder => builder.Services.AddResponseCaching().AddControllers().AddApplicationPart(typeof(GateCachingTests).Assembly),
            app =>
            {
                app.UseResponseCaching();
                app.UseAuthorization();
                app.MapControllers();
            });
        using var browser = await site.NewVerifiedBrowserAsync();
        using var stranger = site.NewBrowser();

        Assert.Equal("max-age=60, private", (await browser.GetPageAsync("/stored")).Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetPageAsync("/stored")).Status);
    }

    [Fact]
    public async Task The_framework_warns_of_no_header_of_ours()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Logging.AddProvider(log);
                OtpPlaces.Build(builder);
            },
            app =>
            {
                OtpPlaces.Map(app);
                app.MapGet("/form", (HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken).RequireOtpVerified();
            });
        using var browser = await site.NewVerifiedBrowserAsync();

        var form = await browser.GetPageAsync("/form");

        Assert.Equal("no-store, no-cache", form.Headers.CacheControl!.ToString());
        Assert.DoesNotContain(log.Of(8), line => line.Contains("Cache-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<OtpSite> StartAsync(RequestDelegate page)
    {
        var visits = 0;
        return OtpSite.StartAsync(
            builder => builder.Services.AddResponseCaching(),
            app =>
            {
                app.UseResponseCaching();
                app.UseAuthorization();
                app.MapGet("/gated", page).RequireOtpVerified();
                app.MapGet("/open", (HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = Public;
                    return $"visit {++visits}";
                });
            });
    }
}

/// <summary>A policy of a site that stores what the rules for all pages would not, such as answers with 404.</summary>
public sealed class StoringPolicy : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.EnableOutputCaching = context.AllowCacheLookup = context.AllowCacheStorage = true;
        return default;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => default;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        context.AllowCacheStorage = true;
        return default;
    }
}

/// <summary>A page of a site that wants it stored.</summary>
[ApiController]
public sealed class StoredController : ControllerBase
{
    [HttpGet("/stored")]
    [RequireOtpVerified]
    [ResponseCache(Duration = 60)]
    public string Get() => HttpContext.GetVerifiedMsisdn()!;
}
