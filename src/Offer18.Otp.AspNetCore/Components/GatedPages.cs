using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Keeps gated components closed in a circuit, whoever creates them. A router with <c>RouteView</c> asks no gate: it would show the page to
/// everybody. Outside a circuit the endpoint's gate has already decided.
/// </summary>
/// <param name="services">The services of a circuit or a request.</param>
/// <param name="site">The site's own activator; null if it has none.</param>
internal sealed class GatedPages(IServiceProvider services, IComponentActivator? site) : IComponentActivator
{
    private readonly GatedTypes _types = services.GetRequiredService<GatedTypes>();

    public IComponent CreateInstance([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type componentType)
    {
        if (_types.GatesOf(componentType) is { Length: > 0 } gates && IsInCircuit && !gates.All(IsOpen))
        {
            if (_types.IsFirstReport(componentType))
            {
                services.GetRequiredService<ILogger<GatedPages>>().RouterAsksNoGate(componentType.FullName ?? componentType.Name);
            }

            return new ClosedPage(componentType);
        }

        return site is null ? _types.Create(componentType, services) : site.CreateInstance(componentType);
    }

    // Over WebSockets a circuit still has the request that it started with.
    private bool IsInCircuit => services.GetRequiredService<IHttpContextAccessor>().HttpContext is not { } request || ConnectionRequest.IsOne(request);

    // The circuit's user is up to date: its proofs were looked up before this event.
    private bool IsOpen(RequireOtpVerifiedAttribute gate)
    {
        try
        {
            return services.GetService<AuthenticationStateProvider>()?.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state
                && OtpClaims.Read(state.Result.User, gate.Campaign) is { } proof
                && new OtpVerifiedRequirement(gate.Campaign, gate.MaxAge).IsMetBy(proof, services.GetRequiredService<TimeProvider>().GetUtcNow());
        }
        // The circuit has no user yet.
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
