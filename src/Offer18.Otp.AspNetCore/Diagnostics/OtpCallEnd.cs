namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>How a call ended, in words of ours.</summary>
/// <param name="ErrorCode">One of <see cref="OtpErrorCodes"/>; null on success.</param>
/// <param name="Delivery"><c>answered</c>, <c>not_sent</c> or <c>unknown</c>.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="HttpStatus">The HTTP status, if an answer came.</param>
/// <param name="UnmappedText">A partner's text that stands for no code, masked.</param>
internal sealed record OtpCallEnd(string? ErrorCode, string Delivery, string? Reason, int? HttpStatus, string? UnmappedText);
