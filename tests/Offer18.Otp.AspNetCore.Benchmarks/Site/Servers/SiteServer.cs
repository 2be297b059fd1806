using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>The site that is measured, in a process of its own. It says on its output where it listens, and ends when its input does.</summary>
internal static class SiteServer
{
    public const string Listening = "listening at ";
    public const string Measure = "/measure";
    public const string Collect = "/collect";

    public static async Task RunAsync(ServerArguments arguments)
    {
        var keys = Directory.CreateTempSubdirectory("offer18-otp-site-");
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging
                .SetMinimumLevel(LogLevel.Warning)
                // The keys lie in the open, in a folder that is gone afterwards. The framework would warn of it.
                .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
                // The output is for one line alone.
                .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            builder.Services.AddDataProtection().PersistKeysToFileSystem(keys);
            await using var app = arguments.Kind == ServerArguments.Package ? PackageSite.Build(builder, arguments) : HandMadeSite.Build(builder, arguments);
            app.MapGet(Measure, () => ServerCounts.Now);
            app.MapGet(Collect, (GCCollectionMode mode) => GC.Collect(GC.MaxGeneration, mode, blocking: true));
            await app.StartAsync();
            Console.Out.WriteLine(Listening + app.Urls.Single());
            // It ends with the process that started it, even if that one is killed.
            while (await Console.In.ReadLineAsync() is not null)
            {
            }

            await app.StopAsync();
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }
}
