using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>What the one cookie holds.</summary>
/// <param name="Ticket">The handle, the number's digest and the id of the proof.</param>
/// <param name="Notice">What the page shows once after a form was posted; null if it has nothing to show.</param>
internal sealed record OtpCookieContent(OtpTicket Ticket, OtpNotice? Notice)
{
    /// <summary>
    /// 128 random bits that stay with the browser, whatever its handle is. Only a form that was made for them is the browser's own. Null in a
    /// content of an older version.
    /// </summary>
    public string? FormKey { get; init; }

    /// <summary>
    /// Names the line of contents that a <c>__Host-</c> cookie began. A content by the plain name is in the line only if the browser sent that
    /// cookie with the request. Null if the content is in no line.
    /// </summary>
    public string? Line { get; init; }

    /// <summary>Counts the contents of a line. The highest is the newest.</summary>
    public int Turn { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the key of the browser's forms.</summary>
    public override string ToString() => nameof(OtpCookieContent);
}
