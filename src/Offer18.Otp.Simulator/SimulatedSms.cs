namespace Offer18.Otp.Simulator;

/// <summary>A text message that the simulator "sent": it went to the inbox, and to no phone.</summary>
public sealed class SimulatedSms
{
    internal SimulatedSms()
    {
    }

    /// <summary>The message's own id: opaque, and not Offer18's request id.</summary>
    public required string Id { get; init; }

    /// <summary>The number it went to: digits, without a plus sign.</summary>
    public required string Msisdn { get; init; }

    /// <summary>The code it carries: digits, leading zeros among them.</summary>
    public required string Code { get; init; }

    /// <summary>The whole message, in the language that the call's <c>language</c> parameter asked for, if there is one.</summary>
    public required string Text { get; init; }

    /// <summary>When it was sent, in UTC, by the simulator's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset SentAt { get; init; }
}
