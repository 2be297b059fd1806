using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Puts a <see cref="GatedComponent"/> in the place of each gated component, whoever creates it: a router with <c>RouteView</c> or a page asks
/// no gate. Only a request's own page is left alone, because its endpoint has decided about it.
/// </summary>
/// <param name="services">The services of a circuit, of a request, or of whatever else renders components.</param>
/// <param name="site">The site's own activator; null if it has none.</param>
internal sealed class GatedPages(IServiceProvider services, IComponentActivator? site) : IComponentActivator
{
    private readonly GatedTypes _types = services.GetRequiredService<GatedTypes>();
    private Type? _passing;

    public IComponent CreateInstance([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type componentType)
    {
        var passes = _passing == componentType;
        _passing = null;
        return !passes && GatesOf(componentType) is { Length: > 0 } gates ? new GatedComponent(this, componentType, gates)
            : site is null ? _types.Create(componentType, services)
            : site.CreateInstance(componentType);
    }

    /// <summary>Lets a component be created whose gates are open. It must be the next one.</summary>
    public void Pass(Type component) => _passing = component;

    /// <summary>Whether a router in a circuit should have asked the gates of a component, and has not been reported yet.</summary>
    public bool IsRoutersFault(Type component) =>
        GatedTypes.IsPage(component) && services.GetRequiredService<ConnectionGate>().IsInCircuit && _types.IsFirstReport(component);

    // Where there is no visitor, in a mail for instance, there is no gate.
    private OtpVerifiedRequirement[] GatesOf(Type component)
    {
        if (_types.DataOf(component) is not { } data)
        {
            return [];
        }

        var isWatched = services.GetRequiredService<ConnectionGate>().IsInCircuit
            // A fallback policy is for endpoints. Only a circuit has pages without one.
            || data.Length > 0 && services.GetRequiredService<OwnRequest>().Context is { } request
                && request.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type != component;
        return isWatched ? _types.GatesOf(component, data, services.GetRequiredService<IAuthorizationPolicyProvider>()) : [];
    }
}
