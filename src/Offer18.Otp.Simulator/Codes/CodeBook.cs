using System.Security.Cryptography;

namespace Offer18.Otp.Simulator.Codes;

/// <summary>The codes that were sent and are not forgotten yet. One lock makes every check atomic, so a code is right only once.</summary>
internal sealed class CodeBook(Offer18SimulatorOptions options, TimeProvider clock)
{
    private const int MaxWrongCodes = 5;

    // Long enough that a late visitor sees "expired" and not "unknown".
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, PendingCode> _byRequestId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PendingCode> _newestByMsisdn = new(StringComparer.Ordinal);
    private readonly Queue<PendingCode> _oldestFirst = new();
    private readonly Lock _lock = new();
    private int _issued;
    private int _accepted;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                ForgetOld();
                return _byRequestId.Count;
            }
        }
    }

    /// <summary>How many codes were sent, including those that are forgotten.</summary>
    public int Issued
    {
        get
        {
            lock (_lock)
            {
                return _issued;
            }
        }
    }

    /// <summary>How many codes were accepted, including those that are forgotten.</summary>
    public int Accepted
    {
        get
        {
            lock (_lock)
            {
                return _accepted;
            }
        }
    }

    public PendingCode Issue(string msisdn, bool numericRequestId)
    {
        var pending = new PendingCode
        {
            // Fifteen digits still fit into a double. Some JSON readers read numbers as doubles.
            RequestId = numericRequestId
                ? RandomNumberGenerator.GetString("123456789", 15)
                : RandomNumberGenerator.GetHexString(24, lowercase: true),
            Msisdn = msisdn,
            Code = RandomNumberGenerator.GetString("0123456789", options.CodeLength),
            SentAt = clock.GetUtcNow(),
        };

        lock (_lock)
        {
            ForgetOld();
            _byRequestId[pending.RequestId] = pending;
            _newestByMsisdn[msisdn] = pending;
            _oldestFirst.Enqueue(pending);
            _issued++;
        }

        return pending;
    }

    public CodeVerdict Check(string msisdn, string? requestId, string? code)
    {
        lock (_lock)
        {
            ForgetOld();

            var pending = string.IsNullOrEmpty(requestId)
                ? _newestByMsisdn.GetValueOrDefault(msisdn)
                : _byRequestId.GetValueOrDefault(requestId);

            if (pending is null || pending.Msisdn != msisdn)
            {
                return CodeVerdict.NoRequest;
            }

            if (pending.Used)
            {
                return CodeVerdict.AlreadyUsed;
            }

            if (clock.GetUtcNow() - pending.SentAt >= options.CodeLifetime)
            {
                return CodeVerdict.Expired;
            }

            if (pending.WrongCodes > MaxWrongCodes)
            {
                return CodeVerdict.TooManyWrong;
            }

            if (pending.Code != code)
            {
                return ++pending.WrongCodes > MaxWrongCodes ? CodeVerdict.TooManyWrong : CodeVerdict.Wrong;
            }

            pending.Used = true;
            _accepted++;
            return CodeVerdict.Right;
        }
    }

    public string? Latest(string msisdn)
    {
        lock (_lock)
        {
            ForgetOld();
            return _newestByMsisdn.GetValueOrDefault(msisdn)?.Code;
        }
    }

    /// <summary>How many of a number's codes were accepted. Each is a conversion.</summary>
    public int Used(string msisdn)
    {
        lock (_lock)
        {
            ForgetOld();
            return _byRequestId.Values.Count(pending => pending.Used && pending.Msisdn == msisdn);
        }
    }

    private void ForgetOld()
    {
        var oldestKept = clock.GetUtcNow() - options.CodeLifetime - KeptAfterExpiry;

        while (_oldestFirst.TryPeek(out var oldest) && oldest.SentAt < oldestKept)
        {
            _oldestFirst.Dequeue();
            _byRequestId.Remove(oldest.RequestId);

            if (ReferenceEquals(_newestByMsisdn.GetValueOrDefault(oldest.Msisdn), oldest))
            {
                _newestByMsisdn.Remove(oldest.Msisdn);
            }
        }
    }
}
