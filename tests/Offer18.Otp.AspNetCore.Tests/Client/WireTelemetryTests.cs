using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>What a site's owner learns about the calls. Dashboards and alarms rely on the names, tags and event ids.</summary>
public sealed class WireTelemetryTests : IAsyncDisposable
{
    // Listeners hear the whole process. No other test uses this campaign.
    private const string Campaign = "measured";

    private readonly ConcurrentQueue<string> _measured = new();
    private readonly ConcurrentQueue<Activity> _traced = new();
    private readonly ConcurrentQueue<string> _logged = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;
    private readonly ScriptedPeer _peer;
    private readonly WireSite _site;
    private string _answer = PeerAnswer.Sent;
    private int _status = 200;

    public WireTelemetryTests()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Offer18.Otp")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.Start();
        _activities = new()
        {
            ShouldListenTo = source => source.Name == "Offer18.Otp",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (Equals(activity.GetTagItem("offer18.otp.campaign"), Campaign))
                {
                    _traced.Enqueue(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
        _peer = new(async connection =>
        {
            await connection.ReceiveAsync();
            _site!.Clock.Advance(TimeSpan.FromSeconds(2));
            await connection.SendAsync(PeerAnswer.Http(_status, _answer));
        });
        _site = new(
            _peer.Address,
            options =>
            {
                options.Vocabularies.Add("bdapps");
                options.ErrorCodes["1002"] = OtpErrorCodes.NotEligible;
            },
            services: services => services.AddLogging(logging => logging.AddProvider(new LineLog(_logged))),
            campaign: Campaign);
    }

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        _activities.Dispose();
        await _site.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task A_success_is_measured_and_traced()
    {
        await _site.GenerateAsync(Campaign);

        Assert.Equal(
            ["offer18.otp.call.duration 2 s: offer18.otp.operation=generate offer18.otp.campaign=measured offer18.otp.outcome=success offer18.otp.delivery=answered"],
            _measured);
        var activity = Assert.Single(_traced);
        Assert.Equal("offer18.otp generate", activity.DisplayName);
        Assert.Equal(ActivityKind.Client, activity.Kind);
        Assert.Equal(ActivityStatusCode.Unset, activity.Status);
        Assert.Equal(
            "offer18.otp.operation=generate offer18.otp.campaign=measured offer18.otp.outcome=success offer18.otp.delivery=answered http.response.status_code=200",
            Tags(activity.TagObjects));
        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_failure_is_an_error_by_its_code()
    {
        _answer = PeerAnswer.Error("INVALID_PIN");

        await _site.VerifyAsync(Campaign);

        Assert.Equal(
            [
                "offer18.otp.call.duration 2 s: offer18.otp.operation=verify offer18.otp.campaign=measured offer18.otp.outcome=invalid_otp offer18.otp.delivery=answered error.type=invalid_otp",
                "offer18.otp.partner_texts 1 {answer}: offer18.otp.operation=verify offer18.otp.campaign=measured offer18.otp.recognised_by=words",
            ],
            _measured);
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(_traced).Status);
        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_text_that_nobody_has_mapped_is_counted_each_time_and_logged_once()
    {
        foreach (var text in (string[])["E7731 odd", "odd 7731", "odd 7732", "odd\\r\\nE7731"])
        {
            _answer = PeerAnswer.Error(text);
            await _site.VerifyAsync(Campaign);
            await _site.GenerateAsync(Campaign);
        }

        Assert.Equal(8, _measured.Count(measured => measured.StartsWith("offer18.otp.unrecognised_answers 1 {answer}: ", StringComparison.Ordinal)));
        Assert.Contains(
            "offer18.otp.unrecognised_answers 1 {answer}: offer18.otp.operation=verify offer18.otp.campaign=measured offer18.otp.reason=unmapped_text",
            _measured);
        Assert.Equal(
            [
                "1813 Warning A partner's error text is not mapped to an error code: \"E7731 odd\" (in error, verify, HTTP 200, campaign \"measured\", operator \"\"). Add it to ErrorCodes, as it is written here.",
                "1813 Warning A partner's error text is not mapped to an error code: \"odd #\" (in error, verify, HTTP 200, campaign \"measured\", operator \"\"). Add it to ErrorCodes, as it is written here.",
                "1813 Warning A partner's error text is not mapped to an error code: \"odd??E7731\" (in error, verify, HTTP 200, campaign \"measured\", operator \"\"). Add it to ErrorCodes, as it is written here.",
            ],
            _logged);
    }

    [Fact]
    public async Task A_text_of_which_nothing_can_be_shown_is_not_recommended()
    {
        _answer = """{"status":"400","error":{"code":"123456"},"message":"9647701234567"}""";
        await _site.GenerateAsync(Campaign);

        Assert.Equal(
            ["1813 Warning A partner's error text is not mapped to an error code: \"#\" (in error.code, generate, HTTP 200, campaign \"measured\", operator \"\"). Nothing else of it can be shown: ask the partner what it means."],
            _logged);
    }

    [Fact]
    public async Task The_log_names_the_place_of_the_text_that_says_most()
    {
        _answer = """{"status":"400","error":{"code":1507,"message":"odd thing"}}""";
        await _site.VerifyAsync(Campaign);
        _answer = """{"status":"400","error":{"code":1507}}""";
        await _site.VerifyAsync(Campaign);
        _answer = """{"status":"400","data":"6a1b2c00f3fa55aff000567a"}""";
        await _site.VerifyAsync(Campaign);

        Assert.Equal(
            [
                "1813 Warning A partner's error text is not mapped to an error code: \"odd thing\" (in error.message, beside \"1507\" in error.code, verify, HTTP 200, campaign \"measured\", operator \"\"). Add it to ErrorCodes, as it is written here.",
                "1813 Warning A partner's error text is not mapped to an error code: \"1507\" (in error.code, verify, HTTP 200, campaign \"measured\", operator \"\"). Add it to ErrorCodes, as it is written here.",
                "1812 Error Offer18's answer cannot be understood: no_success (verify, HTTP 200, campaign \"measured\", operator \"\").",
            ],
            _logged);
    }

    [Fact]
    public async Task What_recognised_a_text_is_counted_by_campaign()
    {
        foreach (var text in (string[])["wrong pin", "E1850", "1002", "odd"])
        {
            _answer = PeerAnswer.Error(text);
            await _site.VerifyAsync(Campaign);
        }

        const string Counted = "offer18.otp.partner_texts 1 {answer}: offer18.otp.operation=verify offer18.otp.campaign=measured offer18.otp.recognised_by=";
        Assert.Equal(
            [Counted + "words", Counted + "vocabulary", Counted + "error_codes", Counted + "none"],
            _measured.Where(measured => measured.StartsWith("offer18.otp.partner_texts", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_partner_with_ever_new_texts_does_not_fill_the_log()
    {
        for (var letter = 0; letter < 300; letter++)
        {
            _answer = PeerAnswer.Error("odd" + (char)('\u4e00' + letter));
            await _site.VerifyAsync(Campaign);
        }

        Assert.Equal(256, _logged.Count);
    }

    [Fact]
    public async Task An_answer_that_nobody_can_read_is_counted_and_logged()
    {
        _answer = "<html>";

        await _site.VerifyAsync(Campaign);

        Assert.Contains(
            "offer18.otp.unrecognised_answers 1 {answer}: offer18.otp.operation=verify offer18.otp.campaign=measured offer18.otp.reason=no_json_object",
            _measured);
        Assert.Equal(
            ["1812 Error Offer18's answer cannot be understood: no_json_object (verify, HTTP 200, campaign \"measured\", operator \"\")."], _logged);
    }

    [Fact]
    public async Task Trouble_is_logged_until_the_breaker_opens_and_that_is_told_too()
    {
        _status = 503;
        _answer = "";
        for (var call = 0; call < 6; call++)
        {
            await _site.VerifyAsync(Campaign);
        }

        _status = 200;
        _answer = PeerAnswer.Verified;
        _site.Clock.Advance(TimeSpan.FromSeconds(15));
        await _site.VerifyAsync(Campaign);

        const string Failed = "1811 Warning A call to Offer18 (verify) brought no usable answer: http_status (HTTP 503, unknown, campaign \"measured\", operator \"\").";
        Assert.Equal(
            [
                Failed,
                Failed,
                Failed,
                Failed,
                "1814 Error Offer18 does not answer. For 15 s calls fail at once, so that no visitor waits (campaign \"measured\", operator \"\").",
                Failed,
                "1811 Warning A call to Offer18 (verify) brought no usable answer: breaker_open (HTTP (null), not_sent, campaign \"measured\", operator \"\").",
                "1815 Information Offer18 answers again (campaign \"measured\", operator \"\").",
            ],
            _logged);
        Assert.Contains("offer18.otp.breaker.openings 1 {opening}: offer18.otp.campaign=measured", _measured);
    }

    private static string Tags(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = FormattableString.Invariant($"{instrument.Name} {value} {instrument.Unit}: {Tags(tags.ToArray())}");
        if (text.Contains(Campaign, StringComparison.Ordinal))
        {
            _measured.Enqueue(text);
        }
    }

    private sealed class LineLog(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Only the package's own events count.
            if (eventId.Id is >= 1800 and < 1900)
            {
                lines.Enqueue($"{eventId.Id} {logLevel} {formatter(state, exception)}");
            }
        }

        public void Dispose()
        {
        }
    }
}
