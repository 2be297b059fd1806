using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>A circuit's user from one event to the next. A circuit has no request.</summary>
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
    public async Task A_gate_with_an_age_closes_at_the_first_event_after_it()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);
        Assert.True(await circuit.PassesAsync(maxAge: 5));
        site.Clock.Advance(TimeSpan.FromMinutes(4));
        await circuit.OnEventAsync();
        Assert.Equal(0, circuit.Changes);

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        await circuit.OnEventAsync();
        await circuit.OnEventAsync();

        Assert.Equal(1, circuit.Changes);
        Assert.False(await circuit.PassesAsync(maxAge: 5));
        Assert.True(await circuit.PassesAsync());
    }

    [Fact]
    public async Task A_circuit_that_comes_back_with_a_new_proof_keeps_it()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site, verified: false);
        await circuit.OnEventAsync();

        await circuit.SetUserAsync(site, "proof-2");
        await circuit.OnEventAsync();

        Assert.True(await circuit.PassesAsync());
    }

    [Fact]
    public async Task A_user_who_signs_out_in_a_circuit_leaves_the_proof_behind()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site, verified: false);
        await circuit.SetUserAsync(site, "proof-2", "amal");
        await circuit.OnEventAsync();
        Assert.True(await circuit.PassesAsync());

        await circuit.SignOutAsync();

        Assert.False(await circuit.PassesAsync());
        await circuit.OnEventAsync();
        Assert.False(await circuit.HasProofAsync());
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

        public int Changes { get; private set; }

        private ServerAuthenticationStateProvider Host =>
            (ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();

        public static async Task<Circuit> StartAsync(OtpSite site, bool verified = true)
        {
            var circuit = new Circuit(site.Services.CreateAsyncScope());
            if (verified)
            {
                await circuit.SetUserAsync(site, "proof-1");
            }
            else
            {
                circuit.Set(new ClaimsPrincipal(new ClaimsIdentity()));
            }

            circuit.Host.AuthenticationStateChanged += _ => circuit.Changes++;
            return circuit;
        }

        /// <summary>Does what the framework does when a circuit begins or comes back.</summary>
        public async Task SetUserAsync(OtpSite site, string proofId, string? name = null)
        {
            var user = new ClaimsPrincipal(name is null ? new ClaimsIdentity() : new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, name)], "test"));
            var proof = new VerifiedMsisdn
            {
                Id = new(proofId),
                Campaign = "",
                Msisdn = "+" + OtpSite.Msisdn,
                VerifiedAt = site.Clock.GetUtcNow(),
                ValidUntil = site.Clock.GetUtcNow() + TimeSpan.FromMinutes(30),
                Subject = OtpSubject.FromUser(user),
            };
            await scope.ServiceProvider.GetRequiredService<IVerifiedMsisdnStore>().SetAsync(proof, TestContext.Current.CancellationToken);
            Set(OtpClaims.Add(user, proof));
        }

        /// <summary>Signs out as a site does: it removes the site's identity and leaves ours.</summary>
        public async Task SignOutAsync()
        {
            var user = await UserAsync();
            Set(new ClaimsPrincipal(user.Identities.Where(identity => !identity.IsAuthenticated).Select(identity =>
                new ClaimsIdentity(identity.Claims.Where(claim => claim.Type != "offer18_subject")) { Label = identity.Label })));
        }

        public Task OnEventAsync() => _onEvent(null!);

        public async Task<bool> HasProofAsync() => (await UserAsync()).HasClaim("phone_number", "+447700900123");

        public async Task<bool> PassesAsync(int maxAge = 0) => (await scope.ServiceProvider.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(await UserAsync(), null, new RequireOtpVerifiedAttribute { MaxAge = maxAge }.Policy)).Succeeded;

        public ValueTask DisposeAsync() => scope.DisposeAsync();

        private void Set(ClaimsPrincipal user) => Host.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));

        private async Task<ClaimsPrincipal> UserAsync() => (await Host.GetAuthenticationStateAsync()).User;
    }
}
