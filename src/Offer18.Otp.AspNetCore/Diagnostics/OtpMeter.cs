using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>The meter <c>Offer18.Otp</c>. Its tags are fixed words and campaign names, never what a visitor or a partner wrote.</summary>
internal sealed class OtpMeter
{
    public const string Name = "Offer18.Otp";

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _unrecognised;
    private readonly Counter<long> _partnerTexts;
    private readonly Counter<long> _openings;

    public OtpMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram(
            "offer18.otp.call.duration",
            "s",
            "How long calls to Offer18 took, including calls that an open circuit breaker answered at once.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60] });
        _unrecognised = meter.CreateCounter<long>(
            "offer18.otp.unrecognised_answers", "{answer}", "Answers that match no error code. Somebody should map them.");
        _partnerTexts = meter.CreateCounter<long>(
            "offer18.otp.partner_texts", "{answer}", "Answers with a partner's text, by what recognised it.");
        _openings = meter.CreateCounter<long>(
            "offer18.otp.circuit.openings", "{opening}", "How often a campaign's circuit breaker opened because Offer18 did not answer.");
    }

    public void Called(in TagList tags, TimeSpan duration) => _duration.Record(duration.TotalSeconds, tags);

    public void Unrecognised(in TagList tags) => _unrecognised.Add(1, tags);

    public void Answered(in TagList tags) => _partnerTexts.Add(1, tags);

    public void BreakerOpened(string campaign) => _openings.Add(1, new KeyValuePair<string, object?>(OtpTags.Campaign, campaign));
}
