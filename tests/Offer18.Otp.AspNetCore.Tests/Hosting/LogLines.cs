using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>What a site has logged, each as "level id message".</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public string[] Of(int id) => [.. _lines.Where(line => line.Split(' ')[1] == $"{id}")];

    public string[] AtLeast(LogLevel level) => [.. _lines.Where(line => Enum.Parse<LogLevel>(line.Split(' ')[0]) >= level)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)}");

    public void Dispose()
    {
    }
}
