using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Net;
using System.Runtime.ExceptionServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Tests.Diagnostics;

/// <summary>Listens to everything that a process reports about itself, and searches it for secrets in all their forms.</summary>
internal sealed class LeakDetector : ILoggerProvider, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private readonly string[] _forms;
    private readonly ConcurrentDictionary<string, long> _heard = new();
    private readonly ConcurrentDictionary<string, string> _leaks = new();
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly Events _events;

    public LeakDetector(params string[] secrets)
    {
        _forms = [.. secrets.SelectMany(Forms).Distinct(StringComparer.Ordinal)];

        _activities = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_activities);

        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        _meters.Start();

        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        AppDomain.CurrentDomain.FirstChanceException += Hear;
        _events = new(this);
    }

    /// <summary>The channels on which something was heard, and how often.</summary>
    public IReadOnlyDictionary<string, long> Heard => _heard;

    /// <summary>The secrets that were found: their form, and the channel.</summary>
    public IEnumerable<string> Leaks => _leaks.Select(leak => $"{leak.Key}: {leak.Value}");

    public void Search(string channel, object? value)
    {
        _heard.AddOrUpdate(channel, 1, (_, count) => count + 1);
        if (Text(value) is { Length: > 0 } text && _forms.FirstOrDefault(form => text.Contains(form, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            _leaks.TryAdd($"{channel}: {found}", text.Length > 500 ? text[..500] : text);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void OnNext(DiagnosticListener value) => _subscriptions.Add(value.Subscribe(this));

    public void OnNext(KeyValuePair<string, object?> value)
    {
        Search($"diagnostic {value.Key}", value.Value);
        foreach (var property in value.Value?.GetType().GetProperties() ?? [])
        {
            if (property.GetIndexParameters().Length == 0 && property.PropertyType.Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) != true)
            {
                Search($"diagnostic {value.Key}", property.GetValue(value.Value));
            }
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= Hear;
        _events.Dispose();
        _meters.Dispose();
        _activities.Dispose();
        foreach (var subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    private static string? Text(object? value) => value switch
    {
        HttpRequestMessage request => $"{request} {request.RequestUri?.OriginalString} {string.Join(' ', request.Options)}",
        HttpResponseMessage response => $"{response} {Text(response.RequestMessage)}",
        Uri uri => uri.OriginalString,
        IEnumerable<KeyValuePair<string, object?>> pairs => string.Join(' ', pairs.Select(pair => $"{pair.Key}={Text(pair.Value)}")),
        _ => value?.ToString(),
    };

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        yield return Uri.EscapeDataString(Uri.EscapeDataString(secret));
        yield return WebUtility.UrlEncode(secret);
        yield return WebUtility.HtmlEncode(secret);
        yield return JsonEncodedText.Encode(secret).ToString();
        yield return Convert.ToHexString(bytes);
        for (var before = 0; before < 3; before++)
        {
            // The middle of the Base64 text: it is the same whatever bytes come before and after.
            var base64 = Convert.ToBase64String([.. new byte[before], .. bytes]);
            yield return base64[(before == 0 ? 0 : before + 1)..((before + bytes.Length) / 3 * 4)];
        }
    }

    private void Hear(object? sender, FirstChanceExceptionEventArgs e)
    {
        Search("exceptions", e.Exception.ToString());
        foreach (System.Collections.DictionaryEntry entry in e.Exception.Data)
        {
            Search("exceptions", $"{entry.Key} {entry.Value}");
        }
    }

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            Search($"meter {instrument.Meter.Name}", $"{tag.Key} {tag.Value}");
        }
    }

    private void Hear(Activity activity)
    {
        var channel = $"activity {activity.Source.Name}";
        Search(channel, $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription}");
        Search(channel, activity.TagObjects);
        Search(channel, string.Join(' ', activity.Baggage));
        foreach (var link in activity.Links)
        {
            Search(channel, link.Tags);
        }

        foreach (var happened in activity.Events)
        {
            Search(channel, happened.Name);
            Search(channel, happened.Tags);
        }
    }

    private sealed class Logger(LeakDetector detector, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            detector.Search($"log {category}", state);
            detector.Search($"log {category}", state.ToString());
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            detector.Search($"log {category}", formatter(state, exception));
            detector.Search($"log {category}", state);
            detector.Search($"log {category}", exception?.ToString());
        }
    }

    private sealed class Events : EventListener
    {
        // The raw bytes of sockets and requests, for people who debug .NET itself. No code above them can hide a secret from them.
        private const string Raw = "Private.InternalDiagnostics.";

        private readonly LeakDetector _detector;

        public Events(LeakDetector detector)
        {
            _detector = detector;
            EventSourceCreated += (_, e) =>
            {
                if (e.EventSource is { Name: var name } source
                    && !name.StartsWith(Raw, StringComparison.Ordinal)
                    && name is not ("Microsoft-Windows-DotNETRuntime" or "System.Threading.Tasks.TplEventSource" or "System.Buffers.ArrayPoolEventSource"))
                {
                    EnableEvents(source, EventLevel.Verbose, EventKeywords.All);
                }
            };
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            foreach (var value in eventData.Payload ?? (IEnumerable<object?>)[])
            {
                _detector.Search($"event {eventData.EventSource.Name}", value);
            }
        }
    }
}
