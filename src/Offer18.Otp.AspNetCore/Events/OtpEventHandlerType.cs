namespace Offer18.Otp.AspNetCore.Events;

/// <summary>A class that handles events. Each call makes one in a scope of its own, because two at once must not share a scope.</summary>
/// <param name="Type">The class: an <see cref="IOtpEventHandler"/>.</param>
internal sealed record OtpEventHandlerType(Type Type);
