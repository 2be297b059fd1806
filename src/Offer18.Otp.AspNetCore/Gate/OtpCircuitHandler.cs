using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// A circuit may outlive the proof that it started with. So the user's proofs are looked up before each event in the circuit, and every
/// second if nothing happens in it. A proof that is no longer valid is removed from the user, and gated content closes. While the store is down the
/// user loses the proof's claims; they return with the store.
/// </summary>
internal sealed class OtpCircuitHandler(IServiceProvider services, ConnectionGate connections, TimeProvider timeProvider) : CircuitHandler, IDisposable
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _isChecking = new(1);
    private ITimer? _timer;

    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        _timer = timeProvider.CreateTimer(_ => _ = CheckUnlessCheckingAsync(), null, LooksAgainAfter, LooksAgainAfter);
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    // The framework calls this once, when it makes a circuit.
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next)
    {
        connections.BeginCircuit();
        return async context =>
        {
            await CheckAsync();
            // No handler runs in a component that has closed. The renderer drops such an event.
            await connections.JudgedAsync();
            await next(context);
        };
    }

    // A store may take longer to answer than a second.
    private Task CheckUnlessCheckingAsync() => _isChecking.CurrentCount > 0 ? CheckAsync() : Task.CompletedTask;

    // One at a time: a look that began earlier must not bring back what a later one has taken.
    private async Task CheckAsync()
    {
        await _isChecking.WaitAsync();
        try
        {
            await LookAsync();
        }
        finally
        {
            _isChecking.Release();
        }
    }

    private async Task LookAsync()
    {
        // A site without Blazor has no such service. A site's own provider may not accept a state from outside.
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

        if (kept != user || connections.HaveGatesClosed(timeProvider.GetUtcNow()))
        {
            host.SetAuthenticationState(Task.FromResult(new AuthenticationState(kept)));
        }
    }
}
