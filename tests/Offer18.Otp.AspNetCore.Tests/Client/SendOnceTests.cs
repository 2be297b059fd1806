using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Every call is an SMS or a conversion, so it leaves the machine only once, whatever happens.</summary>
public sealed class SendOnceTests
{
    [Theory]
    [InlineData(ParameterPlacement.Query)]
    [InlineData(ParameterPlacement.Form)]
    public async Task Calls_one_after_the_other_share_a_connection(ParameterPlacement placement)
    {
        await using var peer = new ScriptedPeer(async connection =>
        {
            while (await connection.ReceiveAsync() is not null)
            {
                await connection.SendAsync(PeerAnswer.Http(200, PeerAnswer.Sent, headers: PeerAnswer.KeepAlive));
            }
        });
        await using var site = new WireSite(peer.Address, options => options.ParameterPlacement = placement);

        for (var call = 0; call < 5; call++)
        {
            Assert.True((await site.GenerateAsync()).Succeeded);
        }

        Assert.Equal((5, 1), (peer.Requests.Count, peer.Connections));
    }

    [Theory]
    [InlineData(ParameterPlacement.Query, false)]
    [InlineData(ParameterPlacement.Form, false)]
    [InlineData(ParameterPlacement.Query, true)]
    public async Task What_a_used_connection_swallows_is_not_sent_again(ParameterPlacement placement, bool isReset)
    {
        await using var peer = new ScriptedPeer(async connection =>
        {
            if (await AnswerAsync(connection))
            {
                return;
            }

            await connection.ReceiveAsync();
            if (isReset)
            {
                connection.Reset();
            }
        });
        await using var site = new WireSite(peer.Address, options => options.ParameterPlacement = placement);
        Assert.True((await site.GenerateAsync()).Succeeded);

        var swallowed = await site.GenerateAsync();

        Assert.Equal((OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown), (swallowed.ErrorCode, swallowed.Delivery));
        Assert.Equal((2, 1), (peer.Requests.Count, peer.Connections));
        // From then on the peer is asked to close after each call.
        for (var call = 3; call < 6; call++)
        {
            Assert.True((await site.GenerateAsync()).Succeeded);
            Assert.Equal((call, call - 1), (peer.Requests.Count, peer.Connections));
            Assert.Contains("Connection: close\r\n", peer.Requests.Last(), StringComparison.Ordinal);
        }
    }

    // The peer closes whenever it likes, also while the next call is about to use the connection.
    [Fact]
    public async Task Of_many_calls_on_connections_that_close_none_is_received_twice()
    {
        const int Calls = 400;
        var turn = 0;
        await using var peer = new ScriptedPeer(async connection =>
        {
            if (await AnswerAsync(connection))
            {
                return;
            }

            switch (Interlocked.Increment(ref turn) % 3)
            {
                case 0:
                    connection.Reset();
                    break;
                case 1:
                    await connection.ReceiveAsync();
                    break;
                default:
                    break;
            }
        });
        await using var site = new WireSite(peer.Address);
        var results = new List<Offer18Result>();
        for (var call = 0; call < Calls; call++)
        {
            results.Add(await site.Client.GenerateAsync(
                new() { Msisdn = WireSite.Msisdn, Parameters = new Dictionary<string, string> { ["aff_sub"] = $"call-{call}." } }, TestContext.Current.CancellationToken));
        }

        var received = peer.Requests.Select(request => request.Split("aff_sub=call-")[1].Split('.')[0]).ToArray();
        Assert.Equal(received.Length, received.Distinct().Count());
        // Whatever the peer has not received is not said to have arrived, and what it has received is not said to have stayed here.
        for (var call = 0; call < Calls; call++)
        {
            var isReceived = received.Contains($"{call}");
            Assert.Contains(results[call].Delivery, isReceived ? [Offer18Delivery.Answered, Offer18Delivery.Unknown] : new[] { Offer18Delivery.NotSent, Offer18Delivery.Unknown });
        }

        Assert.InRange(results.Count(result => !result.Succeeded), 0, 5);
    }

    [Theory]
    [InlineData(ParameterPlacement.Query)]
    [InlineData(ParameterPlacement.Form)]
    public async Task A_peer_that_closes_without_a_word_gets_one_request_per_call(ParameterPlacement placement)
    {
        await using var peer = new ScriptedPeer(connection => connection.ReceiveAsync());
        await using var site = new WireSite(peer.Address, options => options.ParameterPlacement = placement);

        await site.GenerateAsync();
        await site.VerifyAsync();

        Assert.Equal(2, peer.Requests.Count);
        Assert.Equal(2, peer.Connections);
    }

    // The head of such a request leaves first, and the handler waits before it asks for the body.
    [Fact]
    public async Task A_call_never_asks_whether_it_may_go_on()
    {
        await using var peer = new ScriptedPeer(connection => connection.ReceiveAsync());
        await using var site = new WireSite(peer.Address, http: http => http.AddHttpMessageHandler(() => new ExpectingHandler()));

        var result = await site.GenerateAsync();

        Assert.Equal(Offer18Delivery.Unknown, result.Delivery);
        Assert.DoesNotContain("Expect:", Assert.Single(peer.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_in_the_body_are_written_as_forms_write_them()
    {
        await using var peer = new ScriptedPeer(connection => connection.ReceiveAsync());
        await using var site = new WireSite(peer.Address, options => (options.ParameterPlacement, options.AdditionalParameters["word"]) = (ParameterPlacement.Form, "a b+c&ü"));

        await site.GenerateAsync();

        var request = Assert.Single(peer.Requests);
        Assert.Contains("Content-Type: application/x-www-form-urlencoded\r\n", request, StringComparison.Ordinal);
        Assert.Contains("word=a+b%2Bc%26%C3%BC", request.Split("\r\n\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_without_parameters_in_the_body_have_none()
    {
        await using var peer = new ScriptedPeer(connection => connection.ReceiveAsync());
        await using var site = new WireSite(peer.Address);

        await site.GenerateAsync();

        var request = Assert.Single(peer.Requests);
        Assert.Contains("Content-Length: 0\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Type", request, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resilience_that_a_site_gives_to_all_its_clients_repeats_nothing()
    {
        await using var peer = Failing();
        await using var site = new WireSite(
            peer.Address, services: services => services.ConfigureHttpClientDefaults(http => http.AddStandardResilienceHandler()));

        var result = await site.GenerateAsync();

        Assert.Equal(OtpErrorCodes.UpstreamUnavailable, result.ErrorCode);
        Assert.Single(peer.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handler_of_the_site_s_that_sends_again_is_stopped(bool outside)
    {
        await using var peer = Failing();
        await using var site = new WireSite(
            peer.Address,
            services: services => services.ConfigureHttpClientDefaults(http => Add(http, outside)),
            http: http => Add(http, !outside));

        var result = await site.VerifyAsync();

        Assert.Equal(OtpErrorCodes.UpstreamUnavailable, result.ErrorCode);
        Assert.Equal(Offer18Delivery.Unknown, result.Delivery);
        Assert.Single(peer.Requests);

        static void Add(IHttpClientBuilder http, bool add)
        {
            if (add)
            {
                http.AddHttpMessageHandler(() => new SendTwiceHandler());
            }
        }
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.NetworkUnreachable)]
    public async Task A_connection_that_cannot_be_made_is_tried_once_more(SocketError error)
    {
        var attempts = 0;
        await using var peer = Sending();
        await using var site = new WireSite(peer.Address, http: WireSite.Connecting((context, token) =>
            Interlocked.Increment(ref attempts) == 1 ? throw new SocketException((int)error) : WireSite.ConnectAsync(context, token)));

        var result = await site.GenerateAsync();

        Assert.True(result.Succeeded);
        Assert.Equal(2, attempts);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task And_no_more_than_once()
    {
        var attempts = 0;
        await using var site = new WireSite(new("http://127.0.0.1:9/"), http: WireSite.Connecting((_, _) =>
        {
            attempts++;
            throw new SocketException((int)SocketError.ConnectionRefused);
        }));

        var result = await site.GenerateAsync();

        Assert.Equal(Offer18Delivery.NotSent, result.Delivery);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task The_second_attempt_ends_with_the_call_s_time()
    {
        var attempts = 0;
        var hanging = new TaskCompletionSource();
        await using var site = new WireSite(new("http://127.0.0.1:9/"), http: WireSite.Connecting(async (_, token) =>
        {
            if (Interlocked.Increment(ref attempts) == 1)
            {
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            hanging.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            throw new IOException();
        }));

        var call = site.GenerateAsync();
        await hanging.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(Offer18Delivery.NotSent, (await call).Delivery);
    }

    [Fact]
    public async Task A_call_that_waited_for_a_connection_until_its_time_was_over_was_not_sent()
    {
        var connecting = new TaskCompletionSource();
        var connections = 0;
        await using var peer = Sending();
        await using var site = new WireSite(peer.Address, http: WireSite.Connecting(async (context, token) =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                connecting.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }

            return await WireSite.ConnectAsync(context, token);
        }));

        var first = site.GenerateAsync();
        await connecting.Task.WaitAsync(TestContext.Current.CancellationToken);
        var second = await site.GenerateAsync();
        site.Clock.Advance(TimeSpan.FromSeconds(30));
        var results = new[] { await first, second };

        // One connection was made, and either call may have used it.
        Assert.Single(results, result => result.Succeeded);
        Assert.Single(results, result => result.Delivery == Offer18Delivery.NotSent);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task Behind_a_foreign_handler_a_call_that_ran_out_of_time_may_have_left()
    {
        await using var site = new WireSite(
            new("http://127.0.0.1:9/"), http: http => http.ConfigurePrimaryHttpMessageHandler(() => new SilentHandler()));

        var call = site.GenerateAsync();
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(Offer18Delivery.Unknown, (await call).Delivery);
    }

    [Fact]
    public async Task What_a_handler_of_the_site_s_throws_becomes_a_result()
    {
        await using var site = new WireSite(
            new("http://127.0.0.1:9/"), http: http => http.AddHttpMessageHandler(() => new ThrowingHandler()));

        var result = await site.GenerateAsync();

        Assert.Equal(OtpErrorCodes.UpstreamUnavailable, result.ErrorCode);
        Assert.Equal(Offer18Delivery.NotSent, result.Delivery);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_an_exception_of_ours()
    {
        using var caller = new CancellationTokenSource();
        await using var peer = new ScriptedPeer(async connection =>
        {
            await connection.ReceiveAsync();
            await connection.StallAsync();
        });
        await using var site = new WireSite(peer.Address);

        var call = site.Client.VerifyAsync(new() { Msisdn = WireSite.Msisdn, Otp = WireSite.Otp }, caller.Token);
        await peer.Stalled.WaitAsync(TestContext.Current.CancellationToken);
        await caller.CancelAsync();

        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(caller.Token, exception.CancellationToken);
        Assert.Null(exception.InnerException);
    }

    // Answers, and says whether it was asked to close then.
    private static async Task<bool> AnswerAsync(PeerConnection connection)
    {
        var isLast = (await connection.ReceiveAsync())?.Contains("Connection: close\r\n", StringComparison.Ordinal) != false;
        await connection.SendAsync(PeerAnswer.Http(200, PeerAnswer.Sent, headers: isLast ? [] : [PeerAnswer.KeepAlive]));
        return isLast;
    }

    private static ScriptedPeer Sending() => new(async connection =>
    {
        await connection.ReceiveAsync();
        await connection.SendAsync(PeerAnswer.Http(200, PeerAnswer.Sent));
    });

    private static ScriptedPeer Failing() => new(async connection =>
    {
        await connection.ReceiveAsync();
        await connection.SendAsync(PeerAnswer.Http((int)HttpStatusCode.ServiceUnavailable, ""));
    });

    private sealed class SendTwiceHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var first = await base.SendAsync(request, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class ExpectingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.ExpectContinue = true;
            return base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class ThrowingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class SilentHandler : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new IOException();
        }
    }
}
