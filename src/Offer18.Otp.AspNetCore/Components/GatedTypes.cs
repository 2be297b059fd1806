using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What <see cref="GatedPages"/> knows about the types of components, for all circuits and requests of a site.</summary>
internal sealed class GatedTypes
{
    private readonly ConcurrentDictionary<Type, IAuthorizeData[]?> _data = [];
    private readonly ConcurrentDictionary<Type, OtpVerifiedRequirement[]> _gates = [];
    private readonly ConcurrentDictionary<Type, ObjectFactory> _factories = [];
    private readonly ConcurrentDictionary<Type, bool> _reported = [];

    /// <summary>Whether a router can find a component.</summary>
    public static bool IsPage(Type component) => component.IsDefined(typeof(RouteAttribute), inherit: false);

    /// <summary>
    /// What a component's attributes ask for. Empty for a page that only a fallback policy can close; null if nothing can close the component.
    /// </summary>
    public IAuthorizeData[]? DataOf(Type component) => _data.GetOrAdd(component, static type =>
    {
        var attributes = type.GetCustomAttributes(inherit: true);
        IAuthorizeData[] data = [.. attributes.OfType<IAuthorizeData>()];
        return attributes.OfType<IAllowAnonymous>().Any() || data.Length == 0 && !IsPage(type) ? null : data;
    });

    /// <summary>What the gates on a component require, whatever policy has put them there.</summary>
    public OtpVerifiedRequirement[] GatesOf(Type component, IAuthorizeData[] data, IAuthorizationPolicyProvider policies)
    {
        if (_gates.TryGetValue(component, out var known))
        {
            return known;
        }

        // A component is created at once, so this waits. What the site's provider awaits must not need the circuit's own thread.
        var policy = Task.Run(() => AuthorizationPolicy.CombineAsync(policies, data)).GetAwaiter().GetResult();
        OtpVerifiedRequirement[] gates = [.. policy?.Requirements.OfType<OtpVerifiedRequirement>() ?? []];
        if (policies.AllowsCachingPolicies)
        {
            _gates[component] = gates;
        }

        return gates;
    }

    /// <summary>Makes a component as ASP.NET Core does by itself.</summary>
    public IComponent Create([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type component, IServiceProvider services)
    {
        if (!_factories.TryGetValue(component, out var factory))
        {
            _factories[component] = factory = ActivatorUtilities.CreateFactory(component, []);
        }

        return (IComponent)factory(services, []);
    }

    /// <summary>Whether this is the first report about a type.</summary>
    public bool IsFirstReport(Type component) => _reported.TryAdd(component, true);
}
