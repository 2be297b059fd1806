using Offer18.Otp.Simulator.Codes;
using Offer18.Otp.Simulator.Inbox;
using Offer18.Otp.Simulator.Wire;

namespace Offer18.Otp.Simulator;

/// <summary>
/// The simulated Offer18: the codes it sent, the calls it received and the inbox that its messages went to. Thread-safe.
/// <c>AddOffer18Simulator</c> registers one as a singleton; <see cref="Offer18SimulatorServer"/> has one too.
/// </summary>
public sealed class Offer18Simulator
{
    private const int CallsKept = 10_000;

    private readonly RecentList<SimulatedCall> _calls = new(CallsKept);
    private readonly CallHandler _handler;

    internal Offer18Simulator(Offer18SimulatorOptions options, TimeProvider clock)
    {
        Options = options;
        Clock = clock;
        Codes = new CodeBook(options, clock);
        _handler = new CallHandler(options, Codes, SmsBox);
    }

    /// <summary>The newest 10,000 calls in the order they came, including refused ones. A snapshot.</summary>
    public IReadOnlyList<SimulatedCall> Calls => _calls.Snapshot();

    /// <summary>The newest 100 messages in the order they were sent. A snapshot.</summary>
    public IReadOnlyList<SimulatedSms> Inbox => SmsBox.Snapshot();

    internal Offer18SimulatorOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal CodeBook Codes { get; }

    internal SmsBox SmsBox { get; } = new();

    /// <summary>The code that was sent last to a number, whether or not it is still accepted.</summary>
    /// <param name="msisdn">The number: digits, with or without a leading plus sign.</param>
    /// <returns>The code, or <see langword="null"/> if none was sent or it expired more than 10 minutes ago.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="msisdn"/> is <see langword="null"/>.</exception>
    public string? LatestCode(string msisdn)
    {
        ArgumentNullException.ThrowIfNull(msisdn);
        return Codes.Latest(msisdn.TrimStart('+'));
    }

    internal Reply Receive(SimulatedCall call, SmsWriter smsWriter)
    {
        _calls.Add(call);
        return _handler.Answer(call, smsWriter);
    }
}
