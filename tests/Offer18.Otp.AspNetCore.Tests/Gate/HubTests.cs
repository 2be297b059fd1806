using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Gate;

/// <summary>The gate on hubs, in each place where a site can put it, as long as a connection lives.</summary>
public sealed class HubTests
{
    private readonly StoreSwitch _stores = new();

    public static TheoryData<string, HttpTransportType> Doors
    {
        get
        {
            var doors = new TheoryData<string, HttpTransportType>();
            foreach (var path in (string[])["/endpoint", "/policy", "/gated", "/method", "/method-policy", "/derived"])
            {
                foreach (var transport in (HttpTransportType[])[HttpTransportType.WebSockets, HttpTransportType.ServerSentEvents, HttpTransportType.LongPolling])
                {
                    doors.Add(path, transport);
                }
            }

            return doors;
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_call_is_refused_once_the_verification_was_taken_back_whatever_put_the_gate_there(string path, HttpTransportType transport)
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, path, transport);
        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));

        await browser.GetPageAsync("/revoke");

        // With long polling, the gate can refuse a poll, and that ends the connection.
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));
        Assert.True(
            refused.Message.EndsWith("HubException: otp_required", StringComparison.Ordinal)
            || transport != HttpTransportType.WebSockets && refused is HttpRequestException { StatusCode: System.Net.HttpStatusCode.Forbidden }
            // The refused poll came first: the connection has ended by now.
            || transport == HttpTransportType.LongPolling && refused is InvalidOperationException && hub.State != HubConnectionState.Connected,
            refused.ToString());
    }

    [Theory]
    [InlineData(HttpTransportType.WebSockets)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    [InlineData(HttpTransportType.LongPolling)]
    public async Task What_a_hub_asks_by_itself_is_looked_up_anew_too(HttpTransportType transport)
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, "/open", transport);
        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Find", TestContext.Current.CancellationToken));

        await browser.GetPageAsync("/revoke");

        Assert.Null(await hub.InvokeAsync<string?>("Find", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_fallback_policy_with_the_gate_holds_for_each_call()
    {
        await using var site = await OtpSite.StartAsync(
            builder =>
            {
                builder.Services.AddSignalR();
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireOtpVerified().Build());
            },
            app =>
            {
                app.MapGet("/revoke", (IOtpProofs otp) => otp.RevokeCampaignAsync(""));
                app.MapHub<AskingHub>("/hub");
            });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);
        await using var hub = await ConnectAsync(site, browser, "/hub", HttpTransportType.WebSockets);
        Assert.NotNull(await hub.InvokeAsync<string?>("Find", TestContext.Current.CancellationToken));

        await browser.GetPageAsync("/revoke");

        await AssertRefusedAsync(hub, "Find", "otp_required");
    }

    [Fact]
    public async Task AllowAnonymous_opens_a_hub_as_it_opens_authorize_and_not_its_gated_methods()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();

        await using var open = await ConnectAsync(site, browser, "/allowed", HttpTransportType.WebSockets);
        await using var methods = await ConnectAsync(site, browser, "/method-allowed", HttpTransportType.WebSockets);

        Assert.Null(await open.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));
        await AssertRefusedAsync(methods, "Look", "otp_required");
    }

    [Fact]
    public async Task A_policy_on_a_method_answers_with_the_code_too()
    {
        await using var site = await StartAsync();
        using var browser = site.NewBrowser();
        await using var hub = await ConnectAsync(site, browser, "/method-policy", HttpTransportType.WebSockets);

        await AssertRefusedAsync(hub, "Look", "otp_required");
    }

    [Fact]
    public async Task A_method_can_ask_for_a_fresher_verification_than_its_hub()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, "/gated", HttpTransportType.WebSockets);
        await hub.InvokeAsync("Fresh", TestContext.Current.CancellationToken);

        site.Clock.Advance(TimeSpan.FromMinutes(6));

        await AssertRefusedAsync(hub, "Fresh", "otp_required");
        await hub.InvokeAsync("Look", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/method", HttpTransportType.LongPolling)]
    [InlineData("/method", HttpTransportType.ServerSentEvents)]
    [InlineData("/gated", HttpTransportType.LongPolling)]
    public async Task Who_knows_a_connections_token_alone_can_neither_call_nor_listen_nor_end_it(string path, HttpTransportType transport)
    {
        var tokens = new TokenCatcher();
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, path, transport, tokens);
        using var stranger = site.NewBrowser();
        using var other = site.NewBrowser();
        await other.GenerateAsync("07700 900124");
        await other.VerifyAsync(new Phone(site.Offer18, "447700900124").Code);

        foreach (var thief in (OtpBrowserClient[])[stranger, other])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete])
            {
                // SignalR skips values that are empty.
                foreach (var query in (string[])[$"id={tokens.Last}", $"id={tokens.Last}&id=", $"id=&id={tokens.Last}", $"id={tokens.Last}&id", $"ID={tokens.Last}"])
                {
                    var request = new HttpRequestMessage(method, $"{path}?{query}");
                    if (method == HttpMethod.Post)
                    {
                        request.Content = new StringContent("{\"type\":1,\"invocationId\":\"9\",\"target\":\"Look\",\"arguments\":[]}\u001e");
                    }

                    (await thief.SendAsync(request)).AssertProblem(System.Net.HttpStatusCode.Forbidden, "otp_required");
                }
            }
        }

        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task While_the_store_is_down_another_browser_is_told_so_and_it_is_counted()
    {
        var tokens = new TokenCatcher();
        await using var site = await StartAsync();
        using var measured = new Measurements(site.Services);
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, "/method", HttpTransportType.ServerSentEvents, tokens);
        await hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken);
        using var stranger = site.NewBrowser();
        _stores.Failing.Add("FindProof");

        var answer = await stranger.SendAsync(new(HttpMethod.Delete, $"/method?id={tokens.Last}"));

        answer.AssertProblem(System.Net.HttpStatusCode.ServiceUnavailable, "store_unavailable");
        Assert.Equal(["1 {refusal} store_unavailable"], measured.Of("offer18.otp.gate.refusals"));
    }

    [Fact]
    public async Task Nobody_takes_over_by_its_token_a_web_socket_that_can_be_opened_again()
    {
        var tokens = new TokenCatcher();
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, "/again", HttpTransportType.WebSockets, tokens, isStateful: true);
        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));
        using var thief = new System.Net.WebSockets.ClientWebSocket();

        var refused = await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => thief.ConnectAsync(
            new Uri($"{site.Address.ToString().Replace("http:", "ws:", StringComparison.Ordinal)}again?id={tokens.Last}"), TestContext.Current.CancellationToken));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refused_call_is_one_line_of_the_log()
    {
        using var log = new LogLines();
        await using var site = await StartAsync(services => services.AddLogging(logging => logging.AddProvider(log)));
        using var browser = site.NewBrowser();
        await using var hub = await ConnectAsync(site, browser, "/method", HttpTransportType.WebSockets);

        await AssertRefusedAsync(hub, "Look", "otp_required");
        _stores.Failing.Add("FindProof");
        using var verified = await site.NewVerifiedBrowserAsync();
        await using var other = await ConnectAsync(site, verified, "/method", HttpTransportType.WebSockets);
        await AssertRefusedAsync(other, "Look", "store_unavailable");

        Assert.Equal(
            ["Information 1806 The gate is closed to this request: otp_required (campaign \"\").", "Information 1806 The gate is closed to this request: store_unavailable (campaign \"\")."],
            log.Of(1806));
    }

    [Fact]
    public async Task A_connection_goes_on_without_its_proof_when_its_browser_gives_that_up()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, "/method", HttpTransportType.LongPolling);

        await browser.GetPageAsync("/revoke-own");

        Assert.Equal("open", await hub.InvokeAsync<string?>("Open", TestContext.Current.CancellationToken));
        await AssertRefusedAsync(hub, "Look", "otp_required");
    }

    [Fact]
    public async Task A_connection_goes_on_when_its_browser_verifies_the_number_again()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        await using var hub = await ConnectAsync(site, browser, "/method", HttpTransportType.LongPolling);

        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await browser.GenerateAsync(OtpSite.Number);
        await browser.VerifyAsync(site.Code);

        Assert.Equal("open", await hub.InvokeAsync<string?>("Open", TestContext.Current.CancellationToken));
        // The proof that the connection began with has been replaced.
        await AssertRefusedAsync(hub, "Look", "otp_required");
    }

    [Fact]
    public async Task A_failing_store_is_said_one_that_is_back_opens_and_two_gates_ask_once()
    {
        await using var site = await StartAsync();
        using var browser = await site.NewVerifiedBrowserAsync();
        _stores.Failing.Add("FindProof");
        await using var hub = await ConnectAsync(site, browser, "/method", HttpTransportType.WebSockets);

        await AssertRefusedAsync(hub, "Look", "store_unavailable");
        _stores.Failing.Clear();
        _stores.Calls.Clear();

        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Twice", TestContext.Current.CancellationToken));
        Assert.Equal(["FindProof"], _stores.Calls);
    }

    [Fact]
    public async Task A_principal_that_a_site_keeps_for_all_its_visitors_is_left_alone()
    {
        await using var site = await StartAsync(services => services.AddAuthentication("guest").AddScheme<AuthenticationSchemeOptions, Guest>("guest", null));
        using var browser = await site.NewVerifiedBrowserAsync();
        using var stranger = site.NewBrowser();
        await using var hub = await ConnectAsync(site, browser, "/method", HttpTransportType.WebSockets);
        Assert.Equal("+447700900123", await hub.InvokeAsync<string?>("Look", TestContext.Current.CancellationToken));

        await using var other = await ConnectAsync(site, stranger, "/method", HttpTransportType.WebSockets);

        await AssertRefusedAsync(other, "Look", "otp_required");
        Assert.Equal("guest ", (await stranger.GetPageAsync("/who")).Body);
    }

    private static async Task AssertRefusedAsync(HubConnection hub, string method, string code)
    {
        var exception = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<string?>(method, TestContext.Current.CancellationToken));
        Assert.EndsWith($"HubException: {code}", exception.Message, StringComparison.Ordinal);
    }

    internal static async Task<HubConnection> ConnectAsync(
        OtpSite site, OtpBrowserClient browser, string path, HttpTransportType transport, TokenCatcher? tokens = null, bool isStateful = false)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(site.Address, path), transport, options =>
        {
            options.Cookies = browser.Cookies;
            options.HttpMessageHandlerFactory = handler => tokens?.Around(handler) ?? handler;
        });
        var hub = (isStateful ? builder.WithStatefulReconnect() : builder).Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    private Task<OtpSite> StartAsync(Action<IServiceCollection>? before = null) => OtpSite.StartAsync(
        builder =>
        {
            builder.Services.AddSignalR();
            builder.Services.AddAuthorizationBuilder().AddPolicy("verified", policy => policy.RequireOtpVerified());
            builder.Services.AddSingleton(_stores);
            builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
        },
        app =>
        {
            app.MapHub<PlainHub>("/endpoint").RequireOtpVerified();
            app.MapHub<PolicyHub>("/policy");
            app.MapHub<LookingHub>("/gated");
            app.MapHub<LookingHub>("/allowed").AllowAnonymous();
            app.MapHub<MethodHub>("/method");
            app.MapHub<MethodHub>("/again", options => options.AllowStatefulReconnects = true);
            app.MapHub<DerivedHub>("/derived");
            app.MapHub<MethodHub>("/method-allowed").AllowAnonymous();
            app.MapHub<MethodPolicyHub>("/method-policy");
            app.MapHub<AskingHub>("/open");
            app.MapGet("/revoke", (IOtpProofs otp) => otp.RevokeCampaignAsync(""));
            app.MapGet("/revoke-own", (HttpContext context, IOtpProofs otp) => otp.RevokeAsync(context));
            app.MapGet("/who", (HttpContext context) => $"{context.User.Identity?.Name} {context.GetVerifiedMsisdn()}");
        },
        before: builder => before?.Invoke(builder.Services));

    public class PlainHub : Hub
    {
        public virtual string? Look() => Context.User!.FindFirst("phone_number")?.Value;
    }

    [Authorize("verified")]
    public sealed class PolicyHub : PlainHub;

    [RequireOtpVerified]
    public sealed class LookingHub : PlainHub
    {
        [RequireOtpVerified(MaxAge = 5)]
        public string Fresh() => Context.ConnectionId;
    }

    public class MethodHub : PlainHub
    {
        public string Open() => Context.ConnectionAborted.IsCancellationRequested ? "closed" : "open";

        [RequireOtpVerified]
        public override string? Look() => base.Look();

        [RequireOtpVerified]
        [RequireOtpVerified(MaxAge = 5)]
        public string? Twice() => base.Look();
    }

    // The gate stands on the method that this one overrides.
    public sealed class DerivedHub : MethodHub
    {
        public override string? Look() => Context.User!.FindFirst("phone_number")?.Value;
    }

    public sealed class MethodPolicyHub : PlainHub
    {
        [Authorize("verified")]
        public override string? Look() => base.Look();
    }

    public sealed class AskingHub(IOtpProofs otp) : Hub
    {
        public async Task<string?> Find() => (await otp.FindAsync(Context.GetHttpContext()!, cancellationToken: Context.ConnectionAborted))?.Msisdn;
    }

    /// <summary>Sees the tokens in the addresses of a client.</summary>
    internal sealed class TokenCatcher : DelegatingHandler
    {
        public string? Last { get; private set; }

        public TokenCatcher Around(HttpMessageHandler handler)
        {
            InnerHandler = handler;
            return this;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/negotiate", StringComparison.Ordinal))
            {
                await response.Content.LoadIntoBufferAsync(cancellationToken);
                Last = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancellationToken)).GetProperty("connectionToken").GetString();
            }

            return response;
        }
    }

    private sealed class Guest(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly ClaimsPrincipal Everybody = new(new ClaimsIdentity([new Claim(ClaimTypes.Name, "guest")], "guest"));

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Everybody, Scheme.Name)));
    }
}
