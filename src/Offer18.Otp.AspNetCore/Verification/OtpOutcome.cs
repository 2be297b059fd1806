namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>The result of a request: a state or an error, and what the browser holds from now on.</summary>
internal sealed record OtpOutcome(OtpTicket Ticket)
{
    public OtpState State { get; init; } = OtpState.None;

    public OtpError? Error { get; init; }

    /// <summary>The operator of the number that the request was about; null if it has none, or the number is not known.</summary>
    public string? Operator { get; init; }

    /// <summary>Whether the result of a call to Offer18 decided, and not this site itself.</summary>
    public bool IsByCall { get; init; }

    /// <summary>Whether the answer to this send was lost. The error is for a program; a page asks for the code.</summary>
    public bool IsSendUncertain { get; init; }

    /// <summary>Whether the visitor did not want to confirm.</summary>
    public OtpCancellation Cancelled { get; init; }

    /// <summary>Where the visitor wants to go; a local URL.</summary>
    public string? ReturnUrl { get; init; }

    public static OtpOutcome Refused(OtpTicket ticket, OtpError error) => new(ticket) { Error = error };
}
