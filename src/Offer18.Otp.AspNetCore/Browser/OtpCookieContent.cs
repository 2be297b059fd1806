using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>What the one cookie holds.</summary>
/// <param name="Ticket">The handle and the id of the proof.</param>
/// <param name="Notice">What a form's answer has to say, once; null where it has nothing to say.</param>
internal sealed record OtpCookieContent(OtpTicket Ticket, OtpNotice? Notice);
