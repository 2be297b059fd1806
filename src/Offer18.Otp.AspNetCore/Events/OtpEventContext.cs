using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>What an event of <see cref="OtpEvents"/> and <see cref="IOtpEventHandler"/> is about. A later version may say more.</summary>
public abstract record OtpEventContext
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = FrozenDictionary<string, string>.Empty;

    /// <summary>Names the event, and nothing else ever. For a verification it is <see cref="Stores.VerifiedMsisdn.EventId"/>.</summary>
    public string EventId { get; init; } = "";

    /// <summary>The campaign; empty is the default one.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>When it happened, UTC: by the store's clock where a store has said so, otherwise by this node's.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The name of the number's operator; null if the campaign has none for it, or the number is not known.</summary>
    public string? Operator { get; init; }

    /// <summary>The number, masked, as it may be logged; null if it is not known.</summary>
    public string? MaskedMsisdn { get; init; }

    /// <summary>The whole number, E.164 with <c>+</c>; null if it is not known. It is personal data: do not log it.</summary>
    public string? FullMsisdn { get; init; }

    /// <summary>Where the visitor came from, by the names of <see cref="Offer18OtpOptions.LandingParameters"/>. Empty if nothing is known.</summary>
    public IReadOnlyDictionary<string, string> Landing { get; init; } = Nothing;

    /// <summary>What the visitor agreed to; null if the campaign does not ask for consent, or he has not agreed yet.</summary>
    public OtpConsent? Consent { get; init; }

    /// <summary>The request; null if there is none. It ends with the request: what goes on afterwards must not use it.</summary>
    public HttpContext? HttpContext { get; init; }

    /// <summary>The type's name. A record's own text would show personal data.</summary>
    public sealed override string ToString() => GetType().Name;

    internal abstract string Name { get; }

    internal abstract Task TellAsync(OtpEvents events, CancellationToken cancellationToken);

    internal abstract Task TellAsync(IOtpEventHandler handler, CancellationToken cancellationToken);
}
