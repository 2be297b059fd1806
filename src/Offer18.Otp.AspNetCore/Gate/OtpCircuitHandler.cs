using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// A circuit outlives the verification that it began with. Before each event of a circuit whose user carries a proof it is looked
/// up, and the user loses it when it no longer holds: gated content closes. While a store fails the user has its claims not, and has them
/// again when the store is back.
/// </summary>
internal sealed class OtpCircuitHandler(IServiceProvider services, ConnectionGate connections, TimeProvider timeProvider) : CircuitHandler
{
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            await CheckAsync();
            await next(context);
        };

    private async Task CheckAsync()
    {
        // A site without Blazor has no such service, and one with a provider of its own may not take a state from outside.
        if (services.GetService<AuthenticationStateProvider>() is not { } authentication
            || authentication is not IHostEnvironmentAuthenticationStateProvider host)
        {
            return;
        }

        var user = (await authentication.GetAuthenticationStateAsync()).User;
        var kept = user;
        foreach (var campaign in OtpClaims.Campaigns(user))
        {
            try
            {
                kept = await connections.FindAsync(user, campaign) is { } proof ? OtpClaims.Add(kept, proof) : OtpClaims.Remove(kept, campaign);
            }
            catch (OtpStoreUnavailableException)
            {
                kept = OtpClaims.Suspend(kept, campaign);
            }
        }

        if (kept != user || connections.HaveClosed(timeProvider.GetUtcNow()))
        {
            host.SetAuthenticationState(Task.FromResult(new AuthenticationState(kept)));
        }
    }
}
