using System.Net;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Turns an answer into a result. It trusts nothing in the answer. The rules are in <c>docs/errors.md</c>.</summary>
internal static class AnswerParser
{
    /// <param name="operation">The call that was answered.</param>
    /// <param name="httpStatus">The HTTP status. It does not decide alone: a failure can come with 200.</param>
    /// <param name="body">The body as UTF-8; null if it was too long or could not be decompressed.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header.</param>
    /// <param name="errorCodes">The campaign's own texts, see <see cref="Offer18ClientOptions.ErrorCodes"/>.</param>
    /// <param name="secrets">Values that must not reach the log as part of a partner's text.</param>
    public static WireOutcome Parse(
        WireOperation operation,
        HttpStatusCode httpStatus,
        ReadOnlyMemory<byte>? body,
        TimeSpan? retryAfter,
        IEnumerable<KeyValuePair<string, string>> errorCodes,
        IEnumerable<string> secrets)
    {
        var answer = body is { } utf8 ? Answer.Read(utf8) : null;
        return Judge(operation, httpStatus, answer, retryAfter, errorCodes, secrets) with { HttpStatus = (int)httpStatus };
    }

    private static WireOutcome Judge(
        WireOperation operation,
        HttpStatusCode httpStatus,
        Answer? answer,
        TimeSpan? retryAfter,
        IEnumerable<KeyValuePair<string, string>> errorCodes,
        IEnumerable<string> secrets)
    {
        if (httpStatus == HttpStatusCode.OK && answer is not null && IsSuccess(operation, answer))
        {
            return new(Offer18Result.Success(answer.RequestId));
        }

        string? masked = null;
        if (Complaint(answer) is { } text)
        {
            masked = PartnerText.Mask(text, answer!.RequestId is { } id ? secrets.Append(id) : secrets);
            if (PartnerErrors.Find(text, masked, errorCodes) is { } code)
            {
                return new(Offer18Result.Failure(code, retryAfter: retryAfter));
            }
        }

        if (httpStatus == HttpStatusCode.TooManyRequests || (int)httpStatus >= 500)
        {
            return new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown, retryAfter))
            {
                IsTrouble = true,
                Reason = "http_status",
                UnmappedText = masked,
            };
        }

        // A partner's error text says nothing about our credentials.
        return httpStatus == HttpStatusCode.Unauthorized && masked is null
            ? new(Offer18Result.Failure(OtpErrorCodes.UpstreamRejectedCredentials)) { Reason = "http_status" }
            : new(Offer18Result.Failure(
                OtpErrorCodes.UpstreamUnrecognised, answer is null ? Offer18Delivery.Unknown : Offer18Delivery.Answered))
            {
                Reason = masked is not null ? "unmapped_text" : answer is null ? "no_json_object" : "no_success",
                UnmappedText = masked,
            };
    }

    // Offer18's script treats every object without an error as a success. We make a proof from this, so we ask for more: the status or the
    // success word must be there, and neither may be wrong.
    private static bool IsSuccess(WireOperation operation, Answer answer) =>
        !answer.HasError && (answer.Status, answer.Response) switch
        {
            (null, { } word) => word == operation.Success,
            ("200", var word) => word is null || word == operation.Success,
            _ => false,
        };

    // The partner's text should be in "error". If there is no "error", it is the "response", unless that is a success word.
    private static string? Complaint(Answer? answer) => answer switch
    {
        null => null,
        { HasError: true } => answer.Error,
        // The success word of the other call is not an error text either.
        _ => answer.Response is "" || answer.Response == WireOperation.Generate.Success || answer.Response == WireOperation.Verify.Success
            ? null
            : answer.Response,
    };
}
