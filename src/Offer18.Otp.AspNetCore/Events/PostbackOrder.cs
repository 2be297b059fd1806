namespace Offer18.Otp.AspNetCore.Events;

/// <summary>An event that a receiver has to hear of. It has no number: only what may leave the site.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Postback">The name of the postback in the campaign's settings.</param>
/// <param name="EventId">The id of the event: the same at each try.</param>
/// <param name="Values">What stands for the placeholders.</param>
/// <param name="At">When the event took place.</param>
internal sealed record PostbackOrder(string Campaign, string Postback, string EventId, IReadOnlyDictionary<string, string> Values, DateTimeOffset At)
{
    /// <summary>How often it was tried in vain.</summary>
    public int Tries { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the visitor's click.</summary>
    public override string ToString() => nameof(PostbackOrder);
}
