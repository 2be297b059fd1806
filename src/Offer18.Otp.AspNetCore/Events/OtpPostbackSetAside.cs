namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A postback that no try has brought to its receiver.</summary>
/// <param name="Campaign">The campaign; empty is the default one.</param>
/// <param name="Postback">The name of the postback.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="At">When the event took place, UTC.</param>
/// <param name="Cause">What became of the last try.</param>
public sealed record OtpPostbackSetAside(string Campaign, string Postback, string EventId, DateTimeOffset At, string Cause);
