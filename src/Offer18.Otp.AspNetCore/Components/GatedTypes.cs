using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What <see cref="GatedPages"/> knows about the types of components, for all circuits of a site.</summary>
internal sealed class GatedTypes
{
    private readonly ConcurrentDictionary<Type, RequireOtpVerifiedAttribute[]> _gates = [];
    private readonly ConcurrentDictionary<Type, ObjectFactory> _factories = [];
    private readonly ConcurrentDictionary<Type, bool> _reported = [];

    public RequireOtpVerifiedAttribute[] GatesOf(Type component) =>
        _gates.GetOrAdd(component, static type => [.. type.GetCustomAttributes(inherit: true).OfType<RequireOtpVerifiedAttribute>()]);

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
