using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// A circuit outlives the verification that it began with. Before each event of a circuit whose user carries a proof it is looked
/// up, and the user loses it while it does not hold: gated content closes, and opens again when a store is back.
/// </summary>
internal sealed class OtpCircuitHandler(IServiceProvider services, OtpConnections connections) : CircuitHandler
{
    private ClaimsPrincipal? _proved;

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
        if (_proved is null || OtpSubject.Of(_proved) != OtpSubject.Of(user))
        {
            _proved = user;
        }

        var holds = new Dictionary<string, bool?>(StringComparer.Ordinal);
        foreach (var (campaign, id, _) in OtpClaims.Proofs(_proved))
        {
            holds[id] = await HoldsAsync(campaign);
        }

        var kept = OtpClaims.Replace(user, _proved, holds);
        if (!OtpClaims.Proofs(kept).SequenceEqual(OtpClaims.Proofs(user)))
        {
            host.SetAuthenticationState(Task.FromResult(new AuthenticationState(kept)));
        }
    }

    // Null where the store does not say.
    private async Task<bool?> HoldsAsync(string campaign)
    {
        try
        {
            return await connections.FindAsync(_proved!, campaign) is not null;
        }
        catch (OtpStoreUnavailableException)
        {
            return null;
        }
    }
}
