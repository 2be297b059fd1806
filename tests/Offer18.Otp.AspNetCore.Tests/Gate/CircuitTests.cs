using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>A circuit's user, as the circuit sees it from one event to the next; there is no request in it.</summary>
public sealed class CircuitTests
{
    private readonly StoreSwitch _stores = new();

    [Fact]
    public async Task A_circuits_user_loses_the_proof_when_it_ends_and_gated_content_closes()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);

        Assert.True(await circuit.PassesAsync());
        site.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.False(await circuit.PassesAsync());
        Assert.True(await circuit.HasProofAsync());
        await circuit.OnEventAsync();
        Assert.False(await circuit.HasProofAsync());
    }

    [Fact]
    public async Task A_store_that_fails_closes_it_and_one_that_is_back_opens_it()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);

        _stores.Failing.Add("FindProof");
        Assert.False(await circuit.PassesAsync());
        await circuit.OnEventAsync();
        Assert.False(await circuit.HasProofAsync());

        _stores.Failing.Clear();
        await circuit.OnEventAsync();
        Assert.True(await circuit.PassesAsync());
    }

    [Fact]
    public async Task A_circuit_whose_user_carries_no_proof_looks_nothing_up()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site, verified: false);
        _stores.Calls.Clear();

        await circuit.OnEventAsync();

        Assert.False(await circuit.PassesAsync());
        Assert.Empty(_stores.Calls);
    }

    private Task<OtpSite> StartAsync() => OtpSite.StartAsync(builder =>
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSingleton(_stores);
        builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
    });

    private sealed class Circuit(AsyncServiceScope scope) : IAsyncDisposable
    {
        private readonly Func<CircuitInboundActivityContext, Task> _onEvent =
            scope.ServiceProvider.GetServices<CircuitHandler>().Single(handler => handler.GetType().Name == nameof(OtpCircuitHandler))
                .CreateInboundActivityHandler(_ => Task.CompletedTask);

        public static async Task<Circuit> StartAsync(OtpSite site, bool verified = true)
        {
            var scope = site.Services.CreateAsyncScope();
            var proof = new VerifiedMsisdn
            {
                Id = "proof-1",
                Campaign = "",
                Msisdn = OtpSite.Msisdn,
                VerifiedAt = site.Clock.GetUtcNow(),
                ValidUntil = site.Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
            };
            await scope.ServiceProvider.GetRequiredService<IVerifiedMsisdnStore>().SetAsync(proof, TestContext.Current.CancellationToken);
            var user = new ClaimsPrincipal(new ClaimsIdentity());
            ((ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
                .SetAuthenticationState(Task.FromResult(new AuthenticationState(verified ? OtpClaims.Add(user, proof) : user)));
            return new Circuit(scope);
        }

        public Task OnEventAsync() => _onEvent(null!);

        public async Task<bool> HasProofAsync() => (await UserAsync()).HasClaim("phone_number", "+447700900123");

        public async Task<bool> PassesAsync() => (await scope.ServiceProvider.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(await UserAsync(), null, new RequireOtpVerifiedAttribute().Policy)).Succeeded;

        public ValueTask DisposeAsync() => scope.DisposeAsync();

        private async Task<ClaimsPrincipal> UserAsync() =>
            (await scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User;
    }
}
