using System.ComponentModel;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Components;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Verification;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints that the component and other clients call.</summary>
public static class Offer18OtpEndpointRouteBuilderExtensions
{
    private const string DefaultPrefix = "/offer18/otp";

    private static readonly string[] Readable = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps the default campaign below <c>/offer18/otp</c>: the four endpoints, and the component's style and module.</summary>
    /// <param name="endpoints">The site's endpoints.</param>
    /// <returns>The group, so that the site can add its own policies.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddOffer18Otp</c> was not called, the campaign is mapped already, or an <c>IAuthorizationPolicyProvider</c> registered after
    /// <c>AddOffer18Otp</c> hides the gate.
    /// </exception>
    public static RouteGroupBuilder MapOffer18Otp(this IEndpointRouteBuilder endpoints) => endpoints.MapOffer18Otp("", DefaultPrefix);

    /// <summary>Maps the default campaign: <c>POST generate</c>, <c>verify</c> and <c>reset</c>, <c>GET status</c>, and the component's style and module.</summary>
    /// <param name="endpoints">The site's endpoints.</param>
    /// <param name="prefix">The path of the endpoints, such as <c>/otp</c>.</param>
    /// <returns>The group, so that the site can add its own policies.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddOffer18Otp</c> was not called, the campaign is mapped already, or an <c>IAuthorizationPolicyProvider</c> registered after
    /// <c>AddOffer18Otp</c> hides the gate.
    /// </exception>
    public static RouteGroupBuilder MapOffer18Otp(this IEndpointRouteBuilder endpoints, string prefix) => endpoints.MapOffer18Otp("", prefix);

    /// <summary>Maps a named campaign: <c>POST generate</c>, <c>verify</c> and <c>reset</c>, <c>GET status</c>, and the component's style and module.</summary>
    /// <param name="endpoints">The site's endpoints.</param>
    /// <param name="campaign">The name given to <c>AddOffer18Otp</c>; empty is the default campaign.</param>
    /// <param name="prefix">The path of the endpoints. Each campaign needs its own.</param>
    /// <returns>The group, so that the site can add its own policies.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddOffer18Otp</c> was not called with this name, the campaign is mapped already, or an <c>IAuthorizationPolicyProvider</c>
    /// registered after <c>AddOffer18Otp</c> hides the gate.
    /// </exception>
    public static RouteGroupBuilder MapOffer18Otp(this IEndpointRouteBuilder endpoints, string campaign, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentNullException.ThrowIfNull(prefix);
        if (!prefix.StartsWith('/'))
        {
            throw new ArgumentException(
                $"\"{prefix}\" is not a prefix: a prefix begins with a slash. To map a named campaign, call MapOffer18Otp(campaign, prefix).", nameof(prefix));
        }

        ThrowIfNotAdded(endpoints, campaign);
        OtpGateCheck.Run(endpoints.ServiceProvider, campaign);
        OtpStoreCheck.Run(endpoints.ServiceProvider);
        endpoints.ServiceProvider.GetRequiredService<MappedCampaigns>().Add(campaign, prefix);
        endpoints.ServiceProvider.GetRequiredService<MiddlewareOrder>().Note(endpoints);
        MapFiles(endpoints.MapGroup(prefix), campaign);

        var otp = new OtpEndpoints(campaign, typeof(OtpVerification));
        var group = endpoints.MapGroup(prefix)
            // The endpoints check the token themselves. The framework's own check lets JSON pass, and needs the site to add middleware.
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(OtpRequestBody.MaxLength))
            .WithTags(OtpDescriptions.TagOf(campaign))
            .AllowVisitors();
        group.MapPost("/generate", (
                [FromHeader(Name = OtpFormTokens.Header), Description(OtpDescriptions.Token)] string? _, HttpContext context, OtpGenerator generator) =>
                otp.GenerateAsync(context, generator))
            .WithName(OtpLinks.EndpointName(campaign, OtpLinks.Generate))
            .DescribeGenerate();
        group.MapPost("/verify", (
                [FromHeader(Name = OtpFormTokens.Header), Description(OtpDescriptions.Token)] string? _, HttpContext context, OtpVerifier verifier) =>
                otp.VerifyAsync(context, verifier))
            .WithName(OtpLinks.EndpointName(campaign, OtpLinks.Verify))
            .DescribeVerify();
        group.MapPost("/reset", (
                [FromHeader(Name = OtpFormTokens.Header), Description(OtpDescriptions.Token)] string? _, HttpContext context, OtpResetter resetter) =>
                otp.ResetAsync(context, resetter))
            .WithName(OtpLinks.EndpointName(campaign, OtpLinks.Reset))
            .DescribeReset();
        group.MapGet("/status", (HttpContext context, OtpStateReader states) => otp.StatusAsync(context, states))
            .WithName(OtpLinks.EndpointName(campaign, OtpLinks.Status))
            .DescribeStatus();
        return group;
    }

    /// <summary>
    /// Maps a finished verification page at <see cref="Offer18OtpOptions.VerificationPath"/>, in the visitor's language and in the site's layout
    /// if it has one. For a site that has no page with <c>&lt;OtpVerification&gt;</c>.
    /// </summary>
    /// <param name="endpoints">The site's endpoints.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="configure">Changes what the page looks like.</param>
    /// <returns>The page's endpoint, so that the site can add its own policies.</returns>
    /// <exception cref="InvalidOperationException"><c>AddOffer18Otp</c> was not called with this name.</exception>
    public static IEndpointConventionBuilder MapOffer18OtpPage(
        this IEndpointRouteBuilder endpoints, string campaign = "", Action<OtpPageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(campaign);
        ThrowIfNotAdded(endpoints, campaign);
        var page = new OtpPageOptions();
        configure?.Invoke(page);
        var path = endpoints.ServiceProvider.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(campaign).VerificationPath;
        endpoints.ServiceProvider.GetRequiredService<MappedCampaigns>().AddPage(campaign, path);
        return endpoints.MapMethods(path, Readable, new OtpPageEndpoint(campaign, page).RenderAsync).AllowVisitors().ExcludeFromDescription();
    }

    // Who verifies a number is not signed in, so a fallback policy of the site would keep everybody out. What the site asks of these endpoints
    // themselves holds.
    private static T AllowVisitors<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (!endpoint.Metadata.Any(data => data is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return endpoints;
    }

    private static void ThrowIfNotAdded(IEndpointRouteBuilder endpoints, string campaign)
    {
        if (endpoints.ServiceProvider.GetServices<OtpCampaign>().All(added => added.Name != campaign))
        {
            throw new InvalidOperationException(campaign.Length == 0
                ? "The default campaign is not set up: call builder.Services.AddOffer18Otp(...)."
                : $"Campaign \"{campaign}\" is not set up: call builder.Services.AddOffer18Otp(\"{campaign}\", ...).");
        }
    }

    // Not in the group that the site gets. What the site asks of the endpoints, such as a sign-in, would take style and script from the page.
    private static void MapFiles(RouteGroupBuilder files, string campaign)
    {
        files.AllowAnonymous().ExcludeFromDescription().CacheOutput(cache => cache.NoCache());
        Map(OtpFile.Style, OtpLinks.Style);
        Map(OtpFile.Module, OtpLinks.Module);

        void Map(OtpFile file, string operation)
        {
            files.MapMethods($"/{file.HashedName}", Readable, (HttpContext context) => file.Result(context, isHashed: true))
                .WithName(OtpLinks.EndpointName(campaign, operation));
            files.MapMethods($"/{file.Name}", Readable, (HttpContext context) => file.Result(context, isHashed: false));
        }
    }
}
