using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>What the package measures in one site, in the order in which it was measured.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<(string Name, string Line)> _counted = new();
    private readonly ConcurrentQueue<Instrument> _instruments = new();
    private readonly ConcurrentQueue<KeyValuePair<string, object?>> _attributes = new();
    private readonly MeterListener _listener = new();

    public Measurements(IServiceProvider site)
    {
        // Other sites of this process measure, too.
        var meters = site.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OtpTelemetry.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                _instruments.Enqueue(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, $"{value} {instrument.Unit}", tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, instrument.Unit!, tags));
        _listener.Start();
    }

    public IReadOnlyCollection<Instrument> Instruments => _instruments;

    public IReadOnlyCollection<KeyValuePair<string, object?>> Attributes => _attributes;

    /// <summary>The measurements of a counter: its value, its unit, and the values of its attributes but for the default campaign's.</summary>
    public string[] Of(string name) => [.. _counted.Where(measured => measured.Name == name).Select(measured => measured.Line)];

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var attributes = tags.ToArray();
        foreach (var attribute in attributes)
        {
            _attributes.Enqueue(attribute);
        }

        _counted.Enqueue((instrument.Name, string.Join(' ', attributes.Select(attribute => attribute.Value?.ToString()).Prepend(value).Where(text => text != ""))));
    }
}
