using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.Web.HtmlRendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Gate;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting.Components;
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

        await circuit.OnEventAsync();
        Assert.Equal(1, circuit.Events);
        Assert.True(await circuit.PassesAsync());
        site.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.False(await circuit.PassesAsync());
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

    // An event that another visitor's request raises, such as a new bid, flows into the circuit together with that request.
    [Fact]
    public async Task Another_visitors_request_opens_no_circuit_and_closes_none()
    {
        await using var site = await StartAsync();
        using var stranger = site.NewBrowser();
        using var verified = await site.NewVerifiedBrowserAsync();
        await using var open = await Circuit.StartAsync(site);
        await using var closed = await Circuit.StartAsync(site, verified: false);

        using (Request(site, verified))
        {
            Assert.False(await closed.PassesAsync());
            Assert.DoesNotContain("secret", (await closed.RenderAsync<Part>()).ToString(), StringComparison.Ordinal);
        }

        using (Request(site, stranger))
        {
            Assert.True(await open.PassesAsync());
            Assert.Contains("secret", (await open.RenderAsync<Part>()).ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(typeof(Part), false)]
    [InlineData(typeof(PartOfMembers), false)]
    [InlineData(typeof(PartOfStaff), true)]
    [InlineData(typeof(PartForAll), true)]
    [InlineData(typeof(Plain), true)]
    public async Task A_component_whose_gate_nobody_asks_asks_it_itself(Type component, bool isOpenToAll)
    {
        await using var site = await StartAsync();
        await using var closed = await Circuit.StartAsync(site, verified: false);
        await using var open = await Circuit.StartAsync(site);

        Assert.Equal(isOpenToAll, !(await closed.RenderAsync(component)).IsClosed);
        Assert.False((await open.RenderAsync(component)).IsClosed);
    }

    [Fact]
    public async Task A_fallback_gate_holds_for_pages_in_a_circuit_and_not_for_their_parts()
    {
        await using var site = await StartAsync(authorization => authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireOtpVerified().Build()));
        await using var circuit = await Circuit.StartAsync(site, verified: false);

        Assert.DoesNotContain("<h1>Open</h1>", (await circuit.RenderAsync<PartPage>()).ToString(), StringComparison.Ordinal);
        Assert.False((await circuit.RenderAsync<PartForAll>()).IsClosed);
        Assert.False((await circuit.RenderAsync<Plain>()).IsClosed);
    }

    [Fact]
    public async Task What_is_shown_closes_when_the_proof_ends_or_becomes_too_old()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);
        var part = await circuit.RenderAsync<Part>();
        var fresh = await circuit.RenderAsync<FreshPart>();
        Assert.False(part.IsClosed || fresh.IsClosed);

        site.Clock.Advance(TimeSpan.FromMinutes(5));
        await circuit.OnEventAsync();
        Assert.Equal((false, true), (part.IsClosed, fresh.IsClosed));
        Assert.True((await circuit.RenderAsync<FreshPart>()).IsClosed);

        site.Clock.Advance(TimeSpan.FromMinutes(25));
        await circuit.OnEventAsync();
        Assert.True(part.IsClosed);
    }

    // The proof is looked up for the page that has become too old for it, and with Redis that takes a while.
    [Fact]
    public async Task An_event_goes_on_only_when_what_has_closed_meanwhile_is_gone()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);
        // Between two of the times at which the circuit looks by itself.
        site.Clock.Advance(TimeSpan.FromMilliseconds(300));
        await circuit.SetUserAsync(site, "proof-2");
        var fresh = await circuit.RenderAsync<FreshPart>();
        var wasGone = new List<bool>();
        circuit.GoesOn = () => wasGone.Add(fresh.IsGone);
        await circuit.OnEventAsync();

        site.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(100));
        // The look that this has begun ends before it: a later event would go on by its answer.
        await circuit.OnEventAsync();
        _stores.Late = true;
        site.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await circuit.OnEventAsync();

        Assert.Equal([false, false, true], wasGone);
    }

    [Fact]
    public async Task What_is_shown_closes_by_itself_when_nothing_happens_in_the_circuit()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);
        var part = await circuit.RenderAsync<Part>();
        await site.Services.GetRequiredService<IVerifiedMsisdnStore>().RevokeAllAsync("", null, TimeSpan.FromDays(1), TestContext.Current.CancellationToken);

        site.Clock.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(part.IsClosed);

        site.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await Circuit.ClosedAsync(part);
    }

    [Fact]
    public async Task Parameters_reach_a_gated_component_first_and_later()
    {
        await using var site = await StartAsync();
        await using var circuit = await Circuit.StartAsync(site);

        var part = await circuit.RenderAsync<Counting>();
        Assert.Contains("secret of 1", part.ToString(), StringComparison.Ordinal);

        await part.UpdateAsync();
        Assert.Contains("secret of 2", part.ToString(), StringComparison.Ordinal);
    }

    private static AmbientRequest Request(OtpSite site, OtpBrowserClient browser) => new(site, browser);

    private Task<OtpSite> StartAsync(Action<AuthorizationBuilder>? authorization = null) => OtpSite.StartAsync(builder =>
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        var policies = builder.Services.AddAuthorizationBuilder();
        policies.AddPolicy("members", policy => policy.RequireOtpVerified()).AddPolicy("staff", policy => policy.RequireAssertion(_ => false));
        authorization?.Invoke(policies);
        builder.Services.AddSingleton(_stores);
        builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
    });

    private class Plain : ComponentBase
    {
        [Parameter]
        public int Number { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, $"secret of {Number}");
    }

    [RequireOtpVerified]
    private sealed class Part : Plain;

    [RequireOtpVerified(MaxAge = 5)]
    private sealed class FreshPart : Plain;

    [Authorize("members")]
    private sealed class PartOfMembers : Plain;

    // A router with RouteView does not ask for it, and that is the site's own choice.
    [Authorize("staff")]
    private sealed class PartOfStaff : Plain;

    [RequireOtpVerified]
    [AllowAnonymous]
    private sealed class PartForAll : Plain;

    private sealed class Counting : ComponentBase
    {
        private int _number;

        public static Counting? Last { get; private set; }

        public void Count() => StateHasChanged();

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Last = this;
            builder.OpenComponent<Part>(0);
            builder.AddComponentParameter(1, nameof(Part.Number), ++_number);
            builder.CloseComponent();
        }
    }

    /// <summary>What a circuit shows.</summary>
    private sealed class Shown(HtmlRenderer renderer, HtmlRootComponent root)
    {
        public bool IsClosed => ToString().Contains("otp_required", StringComparison.Ordinal);

        /// <summary>Whether what was gated is no longer there. What stands in its place may still be on its way.</summary>
        public bool IsGone => !ToString().Contains("secret of", StringComparison.Ordinal);

        public Task UpdateAsync() => renderer.Dispatcher.InvokeAsync(() => Counting.Last!.Count());

        public override string ToString() => renderer.Dispatcher.InvokeAsync(root.ToHtmlString).GetAwaiter().GetResult();
    }

    /// <summary>The request that flows with everything that happens until this is disposed.</summary>
    private sealed class AmbientRequest : IDisposable
    {
        private readonly IServiceScope _scope;
        private readonly IHttpContextAccessor _contexts;

        public AmbientRequest(OtpSite site, OtpBrowserClient browser)
        {
            _scope = site.Services.CreateScope();
            _contexts = site.Services.GetRequiredService<IHttpContextAccessor>();
            _contexts.HttpContext = new DefaultHttpContext
            {
                RequestServices = _scope.ServiceProvider,
                Request = { Headers = { Cookie = browser.Cookies.GetCookieHeader(site.Address) } },
            };
        }

        public void Dispose()
        {
            _contexts.HttpContext = null;
            _scope.Dispose();
        }
    }

    private sealed class Circuit(AsyncServiceScope scope) : IAsyncDisposable
    {
        private readonly CircuitHandler _handler =
            scope.ServiceProvider.GetServices<CircuitHandler>().Single(handler => handler.GetType().Name == nameof(OtpCircuitHandler));

        private Func<CircuitInboundActivityContext, Task> _onEvent = null!;

        private HtmlRenderer? _renderer;

        public int Changes { get; private set; }

        /// <summary>Called when an event goes on to its handler.</summary>
        public Action? GoesOn { get; set; }

        /// <summary>How many events have reached the circuit's page.</summary>
        public int Events { get; private set; }

        private ServerAuthenticationStateProvider Host =>
            (ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();

        public static async Task<Circuit> StartAsync(OtpSite site, bool verified = true)
        {
            var circuit = new Circuit(site.Services.CreateAsyncScope());
            circuit._onEvent = circuit._handler.CreateInboundActivityHandler(_ =>
            {
                circuit.Events++;
                circuit.GoesOn?.Invoke();
                return Task.CompletedTask;
            });
            await circuit._handler.OnCircuitOpenedAsync(null!, TestContext.Current.CancellationToken);
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

        /// <summary>Waits until a look that has begun has closed a component.</summary>
        public static async Task ClosedAsync(Shown shown)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (!shown.IsClosed)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(1), "It did not close.");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        public async Task<bool> HasProofAsync() => (await UserAsync()).HasClaim("phone_number", "+447700900123");

        public async Task<bool> PassesAsync(int maxAge = 0) => (await scope.ServiceProvider.GetRequiredService<IAuthorizationService>()
            .AuthorizeAsync(await UserAsync(), null, new RequireOtpVerifiedAttribute { MaxAge = maxAge }.Policy)).Succeeded;

        public Task<Shown> RenderAsync<T>()
            where T : IComponent => RenderAsync(typeof(T));

        public async Task<Shown> RenderAsync(Type component)
        {
            if (_renderer is null)
            {
                ((IHostEnvironmentNavigationManager)scope.ServiceProvider.GetRequiredService<NavigationManager>()).Initialize("http://localhost/", "http://localhost/page");
                _renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
            }

            return new Shown(_renderer, await _renderer.Dispatcher.InvokeAsync(() => _renderer.RenderComponentAsync(component)));
        }

        public async ValueTask DisposeAsync()
        {
            if (_renderer is not null)
            {
                await _renderer.DisposeAsync();
            }

            await scope.DisposeAsync();
        }

        private void Set(ClaimsPrincipal user) => Host.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));

        private async Task<ClaimsPrincipal> UserAsync() => (await Host.GetAuthenticationStateAsync()).User;
    }
}
