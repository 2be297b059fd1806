using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>What the one cookie holds.</summary>
/// <param name="Ticket">The handle, the number's digest and the id of the proof.</param>
/// <param name="Notice">What the page shows once after a form was posted; null if it has nothing to show.</param>
internal sealed record OtpCookieContent(OtpTicket Ticket, OtpNotice? Notice);
