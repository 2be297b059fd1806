using System.Net;
using Offer18.Otp.AspNetCore.Client.Words;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Turns an answer into a result. It trusts nothing in the answer. The rules are in <c>docs/errors.md</c>.</summary>
internal static class AnswerParser
{
    /// <param name="operation">The call that was answered.</param>
    /// <param name="httpStatus">The HTTP status. It does not decide alone: a failure can come with 200.</param>
    /// <param name="body">The body as UTF-8; null if it was too long or could not be decompressed.</param>
    /// <param name="retryAfter">The <c>Retry-After</c> header.</param>
    /// <param name="options">The campaign's own texts and vocabularies.</param>
    /// <param name="secrets">Values that must not reach the log as part of a partner's text.</param>
    public static WireOutcome Parse(
        WireOperation operation,
        HttpStatusCode httpStatus,
        ReadOnlyMemory<byte>? body,
        TimeSpan? retryAfter,
        Offer18ClientOptions options,
        IEnumerable<string> secrets)
    {
        var outcome = body is { } utf8 && Answer.Read(utf8) is { } answer
            ? Judge(operation, httpStatus, answer, utf8, retryAfter, options, secrets)
            : Unreadable(operation, httpStatus, retryAfter);
        return outcome with { HttpStatus = (int)httpStatus };
    }

    private static WireOutcome Judge(
        WireOperation operation,
        HttpStatusCode httpStatus,
        Answer answer,
        ReadOnlyMemory<byte> utf8,
        TimeSpan? retryAfter,
        Offer18ClientOptions options,
        IEnumerable<string> secrets)
    {
        var succeeded = httpStatus == HttpStatusCode.OK && IsSuccess(operation, answer);
        if (succeeded && answer.Response is not null)
        {
            return new(Offer18Result.Success(answer.RequestId));
        }

        // A request id has no spaces. A text in its place is no secret.
        var id = answer.RequestId?.Any(char.IsWhiteSpace) == true ? null : answer.RequestId;
        var texts = PartnerErrors.Texts(
            Answer.ReadTexts(utf8).Where(text => !WireOperation.IsSuccessWord(text.Text)), id is null ? secrets : secrets.Append(id), operation.Calls);
        if (PartnerErrors.Find(texts, operation.Calls, options, succeeded) is { } found)
        {
            return new(Offer18Result.Failure(found.Code, retryAfter: retryAfter)) { RecognisedBy = found.By };
        }

        // A status alone is only believed if no text beside it speaks of a refusal.
        if (succeeded && !PartnerRules.SaysFailed(texts.Select(text => text.Text.Text)))
        {
            return new(Offer18Result.Success(answer.RequestId));
        }

        var unmapped = PartnerErrors.MostReadable(texts.Where(text => text.Text.Place != "data" || text.Text.Text != id));
        var by = unmapped is null ? null : PartnerErrors.ByNobody;
        if (IsTrouble(httpStatus))
        {
            return Trouble(operation, httpStatus, retryAfter) with { RecognisedBy = by, Unmapped = unmapped };
        }

        // A partner's error text says nothing about our credentials.
        return httpStatus == HttpStatusCode.Unauthorized && !texts.Any(text => text.IsInError)
            ? CredentialsRejected()
            : new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnrecognised))
            {
                Reason = unmapped is not null ? "unmapped_text" : "no_success",
                RecognisedBy = by,
                Unmapped = unmapped,
            };
    }

    private static WireOutcome Unreadable(WireOperation operation, HttpStatusCode httpStatus, TimeSpan? retryAfter) =>
        IsTrouble(httpStatus) ? Trouble(operation, httpStatus, retryAfter)
        : httpStatus == HttpStatusCode.Unauthorized ? CredentialsRejected()
        : new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnrecognised, Offer18Delivery.Unknown)) { Reason = "no_json_object" };

    private static bool IsTrouble(HttpStatusCode httpStatus) => httpStatus == HttpStatusCode.TooManyRequests || (int)httpStatus >= 500;

    // Who is told to slow down has sent no message. But a code that was turned away may have been counted, so a check stays unknown.
    private static WireOutcome Trouble(WireOperation operation, HttpStatusCode httpStatus, TimeSpan? retryAfter)
    {
        var delivery = httpStatus == HttpStatusCode.TooManyRequests && operation == WireOperation.Generate ? Offer18Delivery.Answered : Offer18Delivery.Unknown;
        return new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, delivery, retryAfter)) { IsTrouble = true, Reason = "http_status" };
    }

    private static WireOutcome CredentialsRejected() =>
        new(Offer18Result.Failure(OtpErrorCodes.UpstreamRejectedCredentials)) { Reason = "http_status" };

    // Offer18's script treats every object without an error as a success. We make a proof from this, so we ask for more: the status or the
    // success word must be there, and neither may be wrong.
    private static bool IsSuccess(WireOperation operation, Answer answer) =>
        !answer.HasError && (answer.Status, answer.Response) switch
        {
            (null, { } word) => word == operation.Success,
            ("200", var word) => word is null || word == operation.Success,
            _ => false,
        };
}
