using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Endpoints.Infrastructure;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Campaigns;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>Looks at the site when it has started, and says what would otherwise go wrong in silence.</summary>
internal sealed class OtpStartCheck(
    IServiceProvider services,
    IEnumerable<OtpCampaign> campaigns,
    IOptionsMonitor<Offer18OtpOptions> options,
    TimeProvider timeProvider,
    ILogger<OtpStartCheck> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan LongReview = TimeSpan.FromDays(90);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="InvalidOperationException">
    /// A gate stands where ASP.NET Core does not look for it, or the site's own request store cannot read with several digest keys.
    /// </exception>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        RefuseGatesOnHandlers();
        CheckActivator();
        CheckCodeLengths();
        CheckTestNumbers();
        await CheckDigestKeysAsync(cancellationToken);
        var endpoints = services.GetService<EndpointDataSource>()?.Endpoints.OfType<RouteEndpoint>().ToArray() ?? [];
        var gates = endpoints.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => (Endpoint: endpoint, Gate: GateOf(data))))
            .Where(gate => gate.Gate is not null).ToArray();
        foreach (var campaign in gates.Select(gate => gate.Gate!.Campaign).Distinct())
        {
            await CheckGatesOfAsync(campaign, endpoints);
        }

        foreach (var endpoint in gates.Select(gate => gate.Endpoint).Distinct())
        {
            CheckRendering(endpoint);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static OtpVerifiedRequirement? GateOf(IAuthorizeData data) =>
        data.Policy is { } policy && OtpPolicy.TryRead(policy, out var gate) ? gate : null;

    private async Task CheckGatesOfAsync(string campaign, RouteEndpoint[] endpoints)
    {
        if (campaigns.All(added => added.Name != campaign))
        {
            logger.GateNamesUnknownCampaign(campaign);
            return;
        }

        var path = options.Get(campaign).VerificationPath;
        var pages = new List<RouteEndpoint>();
        foreach (var endpoint in endpoints)
        {
            if (await SiteRouting.AnswersAsync(services, endpoint, path))
            {
                pages.Add(endpoint);
            }
        }

        if (pages.Count == 0 && !services.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo(path).Exists)
        {
            logger.NoVerificationPage(path, campaign);
        }

        foreach (var page in pages)
        {
            CheckRendering(page);
        }
    }

    // A client-side router knows only the pages of the client's project, and it cannot ask the gate.
    private void CheckRendering(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type is { } page
            && endpoint.Metadata.GetMetadata<ExcludeFromInteractiveRoutingAttribute>() is null
            && services.GetServices<RenderModeEndpointProvider>().Any(mode => mode.Supports(RenderMode.InteractiveWebAssembly)))
        {
            logger.PageNeedsServer(page.FullName ?? page.Name);
        }
    }

    // Razor Pages read authorization attributes only from the page model's class. On a handler they would leave the page open.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Only a site with Razor Pages has such types, and it cannot be trimmed.")]
    private void RefuseGatesOnHandlers()
    {
        var types = services.GetService<ApplicationPartManager>()?.ApplicationParts.OfType<IApplicationPartTypeProvider>().SelectMany(part => part.Types) ?? [];
        var handler = types.Where(type => typeof(PageModel).IsAssignableFrom(type) || typeof(PageBase).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .FirstOrDefault(method => method.IsDefined(typeof(RequireOtpVerifiedAttribute), inherit: true));
        if (handler is not null)
        {
            throw new InvalidOperationException(
                $"[RequireOtpVerified] on {handler.DeclaringType?.Name}.{handler.Name} has no effect: ASP.NET Core does not read it on a Razor Page's handler. Put it on the class {handler.DeclaringType?.Name}, or move the handler to a page of its own.");
        }
    }

    // A code of six digits has nearly the 20 bits that OWASP ASVS 5.0.0 (V6.5.4) asks for. One of four has 13.
    private void CheckCodeLengths()
    {
        foreach (var campaign in campaigns.Select(campaign => campaign.Name).Distinct())
        {
            if (OtpOperators.CodeLengthOfAny(options.Get(campaign)).Min is < 6 and var digits)
            {
                logger.ShortCodesTaken(digits, campaign);
            }
        }
    }

    private void CheckTestNumbers()
    {
        foreach (var campaign in campaigns.Select(campaign => campaign.Name).Distinct())
        {
            foreach (var (index, number) in options.Get(campaign).Limits.TestNumbers.Index())
            {
                if (number.EndsAt - timeProvider.GetUtcNow() is var time && time > LongReview)
                {
                    logger.TestNumberEndsLate(index, (int)time.TotalDays, campaign);
                }
            }
        }
    }

    private async Task CheckDigestKeysAsync(CancellationToken cancellationToken)
    {
        foreach (var campaign in campaigns.Select(campaign => campaign.Name).Distinct())
        {
            switch (options.Get(campaign).DigestKeys.Count)
            {
                case 0:
                    logger.DigestsKeyedByApiKey(campaign);
                    break;
                case > 1:
                    await RefuseStoreOfOneKeyAsync(campaign, cancellationToken);
                    break;
            }
        }
    }

    // Otherwise each send of the campaign would fail.
    private async Task RefuseStoreOfOneKeyAsync(string campaign, CancellationToken cancellationToken)
    {
        using var scope = services.CreateScope();
        var store = scope.ServiceProvider.GetRequiredService<IOtpRequestStore>();
        try
        {
            await store.FindNumberAsync(campaign, new(new('0', 22)), options.Get(campaign).NumberLimits(), cancellationToken);
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidOperationException(
                $"Campaign '{campaign}' has more than one of DigestKeys, which needs {nameof(IOtpRequestStore)}.{nameof(IOtpRequestStore.FindNumberAsync)}. {exception.Message}", exception);
        }
        catch (Exception)
        {
            // The store cannot be reached. Each request will say so until it can.
        }
    }

    private void CheckActivator()
    {
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetRequiredService<IComponentActivator>() is not GatedPages)
        {
            logger.ComponentActivatorReplaced();
        }
    }
}
