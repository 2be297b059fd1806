using System.Diagnostics.Metrics;
using Offer18.Otp.AspNetCore;

namespace SampleSite.Desk;

/// <summary>
/// How far visitors came since the site has started, by the package's own metrics. A real site sends them to its monitoring instead
/// (<c>AddMeter(OtpTelemetry.MeterName)</c>).
/// </summary>
internal sealed class Funnel : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener;
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = New();
    private int _asked;
    private int _sent;
    private int _wrong;
    private int _verified;

    public Funnel(IMeterFactory meters)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == OtpTelemetry.MeterName && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Count(instrument.Name, OutcomeOf(tags)));
        // The duration of a call: it has been answered, and the wire has got one line more.
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Tell());
        _listener.Start();
    }

    /// <summary>Completes when there is something new to see.</summary>
    public Task Changed => Volatile.Read(ref _changed).Task;

    public FunnelCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return new(_asked, _sent, _wrong, _verified, [.. _refused.Select(refused => (refused.Key, refused.Value))]);
            }
        }
    }

    public void Tell() => Interlocked.Exchange(ref _changed, New()).TrySetResult();

    public void Dispose() => _listener.Dispose();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Count(string metric, string? outcome)
    {
        lock (_lock)
        {
            switch (metric, outcome)
            {
                case (OtpTelemetry.Sends, "success"):
                    _asked++;
                    _sent++;
                    break;
                case (OtpTelemetry.Sends, { } refused):
                    _asked++;
                    Refuse(refused);
                    break;
                case (OtpTelemetry.Checks, OtpErrorCodes.InvalidOtp):
                    _wrong++;
                    break;
                case (OtpTelemetry.Checks, not null and not "success"):
                    Refuse(outcome);
                    break;
                // Not a check's success: the answer to the same code once more is one, too.
                case (OtpTelemetry.Proofs, _):
                    _verified++;
                    break;
            }
        }

        Tell();
    }

    private void Refuse(string errorCode) => _refused[errorCode] = _refused.GetValueOrDefault(errorCode) + 1;

    private static string? OutcomeOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == OtpTelemetry.OutcomeAttribute)
            {
                return value as string;
            }
        }

        return null;
    }
}
