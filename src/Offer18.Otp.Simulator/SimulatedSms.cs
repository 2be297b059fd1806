namespace Offer18.Otp.Simulator;

/// <summary>A text message that the simulator "sent". It went to the inbox, not to a phone.</summary>
public sealed class SimulatedSms
{
    internal SimulatedSms()
    {
    }

    /// <summary>The message's own id. It is opaque, and not Offer18's request id.</summary>
    public required string Id { get; init; }

    /// <summary>The number it was sent to: digits, without a plus sign.</summary>
    public required string Msisdn { get; init; }

    /// <summary>The code in the message: digits, including leading zeros.</summary>
    public required string Code { get; init; }

    /// <summary>
    /// The whole message, in the language that the call's <c>language</c> parameter asked for, if there is one. If the call had a
    /// <c>domain</c> parameter, the last line binds the code to it, as browsers read it: <c>@example.com #123456</c>.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>The language of <see cref="Text"/>, as a BCP 47 tag such as <c>zh-Hans</c>.</summary>
    public required string Language { get; init; }

    /// <summary>When it was sent, in UTC, by the simulator's <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset SentAt { get; init; }
}
