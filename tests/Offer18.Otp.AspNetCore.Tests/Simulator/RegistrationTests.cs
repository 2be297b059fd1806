using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

public sealed class RegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Production_is_refused_with_a_message_that_says_what_to_set()
    {
        await using var app = TestSite.Build("Production", services => services.AddOffer18Simulator());

        var whole = Assert.Throws<InvalidOperationException>(() => app.MapOffer18Simulator());
        var inbox = Assert.Throws<InvalidOperationException>(() => app.MapOffer18SimulatorInbox());

        Assert.Equal(
            "MapOffer18Simulator refuses to run in the Production environment: no SMS is sent, and the simulator's inbox shows "
            + "every code to everyone who can reach it. Set Offer18SimulatorOptions.AllowInProduction to true where the simulator is "
            + "made (AddOffer18Simulator or Offer18SimulatorServer.StartAsync) to allow it all the same, or configure the real Offer18.",
            whole.Message);
        Assert.StartsWith("MapOffer18SimulatorInbox refuses", inbox.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_is_refused_to_a_shared_simulator_too()
    {
        await using var server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        await using var app = TestSite.Build("Production", services => services.AddOffer18Simulator(server.Simulator));

        Assert.Throws<InvalidOperationException>(() => app.MapOffer18SimulatorInbox());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Production_is_refused_at_start_to_a_site_that_maps_nothing(bool shared)
    {
        await using var server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        var started = false;
        await using var app = TestSite.Build("Production", services => _ = shared
            ? services.AddOffer18Simulator(server.Simulator)
            : services.AddOffer18Simulator());
        app.Lifetime.ApplicationStarted.Register(() => started = true);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(Cancellation));

        Assert.StartsWith("AddOffer18Simulator refuses to run in the Production environment: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(", or configure the real Offer18.", exception.Message, StringComparison.Ordinal);
        Assert.False(started);
    }

    [Fact]
    public async Task A_shared_simulator_that_is_allowed_in_production_lets_the_site_start()
    {
        await using var server = await Offer18SimulatorServer.StartAsync(
            options => options.AllowInProduction = true, cancellationToken: Cancellation);

        await using var site = await TestSite.StartAsync(
            services => services.AddOffer18Simulator(server.Simulator), app => app.MapOffer18SimulatorInbox(), "Production");

        Assert.NotEmpty(await site.Client.Http.GetStringAsync("simulator/inbox", Cancellation));
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Staging", false)]
    public async Task Other_environments_and_an_allowed_production_are_served(string environment, bool allow)
    {
        await using var site = await TestSite.StartAsync(
            services => services.AddOffer18Simulator(options => options.AllowInProduction = allow),
            app => app.MapOffer18Simulator(),
            environment);

        Assert.NotEmpty(await site.Client.GenerateAsync("447700900123"));
    }

    [Fact]
    public async Task A_forgotten_registration_is_named()
    {
        await using var app = TestSite.Build("Development", _ => { });

        var exception = Assert.Throws<InvalidOperationException>(() => app.MapOffer18Simulator());

        Assert.Equal(
            "MapOffer18Simulator found no simulator. Call builder.Services.AddOffer18Simulator() before builder.Build().",
            exception.Message);
    }

    [Fact]
    public void The_defaults_are_as_documented()
    {
        var options = new Offer18SimulatorOptions();

        Assert.Equal("simulator-key", options.ApiKey);
        Assert.Equal(1001, options.AffiliateId);
        Assert.Equal(2002, options.AdvertiserId);
        Assert.Equal(6, options.CodeLength);
        Assert.Equal(TimeSpan.FromMinutes(10), options.CodeLifetime);
        Assert.False(options.AllowInProduction);
    }

    [Theory]
    [InlineData("ApiKey may not be empty.")]
    [InlineData("AffiliateId must be positive.")]
    [InlineData("AdvertiserId must be positive.")]
    [InlineData("CodeLength must be from 4 to 8.")]
    [InlineData("CodeLifetime must be more than zero and at most one day.")]
    public async Task An_impossible_value_stops_the_host_at_start_and_is_named(string failure)
    {
        await using var app = TestSite.Build("Development", services => services.AddOffer18Simulator(Break));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(Cancellation));

        Assert.Equal([$"Offer18SimulatorOptions.{failure}"], exception.Failures);

        void Break(Offer18SimulatorOptions options)
        {
            switch (failure.Split(' ')[0])
            {
                case nameof(options.ApiKey):
                    options.ApiKey = " ";
                    break;
                case nameof(options.AffiliateId):
                    options.AffiliateId = 0;
                    break;
                case nameof(options.AdvertiserId):
                    options.AdvertiserId = -1;
                    break;
                case nameof(options.CodeLength):
                    options.CodeLength = 9;
                    break;
                default:
                    options.CodeLifetime = TimeSpan.Zero;
                    break;
            }
        }
    }

    [Fact]
    public async Task A_site_s_own_clock_is_used()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var site = await TestSite.StartAsync(
            services => services.AddSingleton<TimeProvider>(clock).AddOffer18Simulator(options => options.CodeLength = 4),
            app => app.MapOffer18Simulator("/below/here"));

        using var response = await site.Client.Http.PostAsync(
            $"below/here/api/af/otp_gen?{WireClient.Credentials}&msisdn=447700900123", null, Cancellation);
        var messages = await site.Client.Http.GetStringAsync("below/here/inbox/messages", Cancellation);

        Assert.Contains("\"sentAt\":\"2030-01-01T00:00:00", messages, StringComparison.Ordinal);
        Assert.Matches("\"code\":\"[0-9]{4}\"", messages);
    }

    [Fact]
    public async Task A_server_s_simulator_can_be_shared_with_a_site_that_added_its_own_before()
    {
        await using var server = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        using var wire = new WireClient(server);
        await using var site = await TestSite.StartAsync(
            services => services.AddOffer18Simulator().AddOffer18Simulator(server.Simulator),
            app => app.MapOffer18SimulatorInbox());

        await wire.GenerateAsync("447700900123");

        var code = server.Simulator.LatestCode("447700900123")!;
        Assert.Contains(code, await site.Client.Http.GetStringAsync("simulator/inbox", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_s_policies_reach_every_endpoint()
    {
        await using var site = await TestSite.StartAsync(
            services => services.AddOffer18Simulator(),
            app => app.MapOffer18Simulator().AddEndpointFilter(async (context, next) =>
            {
                context.HttpContext.Response.Headers["X-Policy"] = "applied";
                return await next(context);
            }));

        foreach (var path in (string[])["inbox", "inbox/messages", "inbox/inbox.css"])
        {
            using var response = await site.Client.Http.GetAsync(path, Cancellation);
            Assert.Equal("applied", response.Headers.GetValues("X-Policy").Single());
        }
    }

    [Fact]
    public async Task Each_server_has_a_port_and_a_state_of_its_own()
    {
        await using var first = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        await using var second = await Offer18SimulatorServer.StartAsync(options => options.ApiKey = "other", cancellationToken: Cancellation);
        using var client = new WireClient(first);

        await client.GenerateAsync("447700900123");

        Assert.NotEqual(first.Address, second.Address);
        Assert.Equal("127.0.0.1", first.Address.Host);
        Assert.Single(first.Simulator.Calls);
        Assert.Empty(second.Simulator.Calls);
    }

    [Fact]
    public async Task A_server_with_impossible_options_does_not_start() =>
        await Assert.ThrowsAsync<OptionsValidationException>(
            () => Offer18SimulatorServer.StartAsync(options => options.ApiKey = "", cancellationToken: Cancellation));
}
