namespace Offer18.Otp.Simulator.Wire;

/// <summary>What somebody has decided about the next call, whatever its number. Each decision counts once. Thread-safe.</summary>
internal sealed class NextCall
{
    private readonly Lock _lock = new();
    private MagicNumber? _outcome;
    private TimeSpan _smsDelay;

    public MagicNumber? Outcome
    {
        get
        {
            lock (_lock)
            {
                return _outcome;
            }
        }

        set
        {
            lock (_lock)
            {
                _outcome = value;
            }
        }
    }

    public TimeSpan SmsDelay
    {
        get
        {
            lock (_lock)
            {
                return _smsDelay;
            }
        }

        set
        {
            lock (_lock)
            {
                _smsDelay = value;
            }
        }
    }

    public MagicNumber? TakeOutcome(string operation)
    {
        lock (_lock)
        {
            var outcome = _outcome?.Operation == operation ? _outcome : null;
            _outcome = outcome is null ? _outcome : null;
            return outcome;
        }
    }

    public TimeSpan TakeSmsDelay()
    {
        lock (_lock)
        {
            var delay = _smsDelay;
            _smsDelay = TimeSpan.Zero;
            return delay;
        }
    }
}
