using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Offer18.Otp.Simulator;
using Offer18.Otp.Simulator.Inbox;
using Offer18.Otp.Simulator.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the simulator's endpoints.</summary>
public static class Offer18SimulatorEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps Offer18's two calls (<c>POST api/af/otp_gen</c> and <c>POST api/af/otp_verify</c>) and the inbox
    /// (<c>GET inbox</c>) below a prefix.
    /// </summary>
    /// <param name="endpoints">The site's endpoints.</param>
    /// <param name="prefix">The path before them. Default: none, as on Offer18's own host.</param>
    /// <returns>The group's conventions, so that a site can add its own policies.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddOffer18Simulator</c> was not called, or the environment is <c>Production</c> and
    /// <see cref="Offer18SimulatorOptions.AllowInProduction"/> is <see langword="false"/>.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IEndpointConventionBuilder MapOffer18Simulator(this IEndpointRouteBuilder endpoints, string prefix = "")
    {
        var group = MapAllowedGroup(endpoints, prefix, nameof(MapOffer18Simulator));
        WireEndpoints.Map(group);
        InboxEndpoints.Map(group);
        return group;
    }

    /// <summary>
    /// Maps only the inbox (<c>GET inbox</c> below a prefix), for a site that uses an <see cref="Offer18SimulatorServer"/> as its Offer18.
    /// </summary>
    /// <param name="endpoints">The site's endpoints.</param>
    /// <param name="prefix">The path before it. Default: <c>/simulator</c>.</param>
    /// <returns>The group's conventions, so that a site can add its own policies.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddOffer18Simulator</c> was not called, or the environment is <c>Production</c> and
    /// <see cref="Offer18SimulatorOptions.AllowInProduction"/> is <see langword="false"/>.
    /// </exception>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IEndpointConventionBuilder MapOffer18SimulatorInbox(
        this IEndpointRouteBuilder endpoints, string prefix = "/simulator")
    {
        var group = MapAllowedGroup(endpoints, prefix, nameof(MapOffer18SimulatorInbox));
        InboxEndpoints.Map(group);
        return group;
    }

    private static RouteGroupBuilder MapAllowedGroup(IEndpointRouteBuilder endpoints, string prefix, string caller)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);

        var simulator = endpoints.ServiceProvider.GetService<Offer18Simulator>()
            ?? throw new InvalidOperationException(
                $"{caller} found no simulator. Call builder.Services.AddOffer18Simulator() before builder.Build().");

        ProductionCheck.ThrowIfRefused(simulator, endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>(), caller);

        var group = endpoints.MapGroup(prefix);
        group.ExcludeFromDescription();
        return group;
    }
}
