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
        _handler = new CallHandler(options, Codes, SmsBox, Next, clock);
    }

    /// <summary>The newest 10,000 calls in the order they came, including refused ones. A snapshot.</summary>
    public IReadOnlyList<SimulatedCall> Calls => _calls.Snapshot();

    /// <summary>The newest 100 messages in the order they were sent. A snapshot.</summary>
    public IReadOnlyList<SimulatedSms> Inbox => SmsBox.Snapshot();

    /// <summary>How many messages were sent, including those that never arrive.</summary>
    public int SmsSent => Codes.Issued;

    /// <summary>How many codes were accepted. Each is a conversion, even if the answer was lost.</summary>
    public int Conversions => Codes.Accepted;

    /// <summary>
    /// One of the simulator's special numbers, such as <c>447700900404</c>: the next call is answered as if it were for that number, whatever
    /// its own number. A number whose code is refused counts for the next <c>otp_verify</c>, any other for the next <c>otp_gen</c>. It counts
    /// once, and is then <see langword="null"/> again.
    /// </summary>
    /// <exception cref="ArgumentException">It is set to a number that is not special.</exception>
    public string? NextOutcome
    {
        get => Next.Outcome?.Msisdn;
        set => Next.Outcome = value is null ? null : MagicNumbers.All.GetValueOrDefault(value)
            ?? throw new ArgumentException($"\"{value}\" is none of the simulator's special numbers.", nameof(value));
    }

    /// <summary>
    /// How long the next message is under way. <see cref="Timeout.InfiniteTimeSpan"/>: it never arrives. Default: zero. It counts for one
    /// message, and is then zero again.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to less than zero, or to more than a day.</exception>
    public TimeSpan NextSmsDelay
    {
        get => Next.SmsDelay;
        set => Next.SmsDelay = value == Timeout.InfiniteTimeSpan || value >= TimeSpan.Zero && value <= TimeSpan.FromDays(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A message is under way for a day at most, or never arrives.");
    }

    internal Offer18SimulatorOptions Options { get; }

    internal TimeProvider Clock { get; }

    internal CodeBook Codes { get; }

    internal SmsBox SmsBox { get; } = new();

    internal NextCall Next { get; } = new();

    /// <summary>Removes the messages from the inbox. Their codes are still accepted.</summary>
    public void ClearInbox() => SmsBox.Clear();

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
        var reply = _handler.Answer(call, smsWriter);
        var isAnswer = reply.Kind == ReplyKind.Answer;
        call.Answer = new() { StatusCode = isAnswer ? reply.StatusCode : null, Body = isAnswer ? reply.Body : "" };
        return reply;
    }
}
