using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>Rejected credentials stop the campaign, so somebody must be told at once.</summary>
public sealed class CredentialsTests
{
    private const string Message =
        "Offer18 does not accept ApiKey, AffiliateId or AdvertiserId: nobody can be verified (campaign \"\", operator \"\").";

    [Fact]
    public async Task Rejected_when_a_code_is_to_be_sent_they_are_logged_as_critical()
    {
        using var log = new CriticalLog();
        await using var site = await OtpSite.StartAsync(builder => builder.Logging.AddProvider(log));
        using var browser = site.NewBrowser();

        Assert.Equal("upstream_rejected_credentials", (await browser.GenerateAsync("447700900406")).Code);

        Assert.Equal((1804, Message), Assert.Single(log.Entries));
    }

    [Fact]
    public async Task Rejected_when_a_code_is_to_be_checked_they_are_logged_as_critical()
    {
        using var log = new CriticalLog();
        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.Decorate<IOffer18OtpClient, RejectingVerify>();
        });
        using var browser = site.NewBrowser();
        await browser.GenerateAsync(OtpSite.Number);
        Assert.Empty(log.Entries);

        Assert.Equal("upstream_rejected_credentials", (await browser.VerifyAsync(site.Code)).Code);

        Assert.Equal((1804, Message), Assert.Single(log.Entries));
    }

    [Fact]
    public async Task The_message_names_the_operator_whose_calls_they_are()
    {
        using var log = new CriticalLog();
        await using var site = await OtpSite.StartAsync(
            builder => builder.Logging.AddProvider(log), options: otp => otp.Operators.Add(new() { Name = "zain", Countries = { "GB" } }));
        using var browser = site.NewBrowser();

        await browser.GenerateAsync("447700900406");

        Assert.Contains("operator \"zain\"", Assert.Single(log.Entries).Message, StringComparison.Ordinal);
    }

    private sealed class RejectingVerify(IOffer18OtpClient inner) : IOffer18OtpClient
    {
        public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default) =>
            inner.GenerateAsync(request, cancellationToken);

        public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(Offer18Result.Failure(OtpErrorCodes.UpstreamRejectedCredentials));
    }

    private sealed class CriticalLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(int Id, string Message)> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Critical;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Entries.Enqueue((eventId.Id, formatter(state, exception)));
            }
        }

        public void Dispose()
        {
        }
    }
}
