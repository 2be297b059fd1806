using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Describes the endpoints for whoever lists a site's endpoints, such as OpenAPI.</summary>
internal static class OtpDescriptions
{
    public const string Parameters =
        "Further parameters for the call to Offer18, such as a click id. Names that the campaign does not allow are ignored. In a form each is a "
        + "field of its own: parameters.name.";

    public const string Token =
        "The antiforgery token, from the answer to status. It works only with the cookie that came with it. A form has it in the field "
        + OtpFormTokens.Field + ".";

    private const string SeeOther =
        "The answer to a form, unless the header Accept names application/json: it leads back to the page or, after a right code, to where the "
        + "visitor wanted to go. Errors are answered so, too, except forged_request.";

    public static string TagOf(string campaign) => campaign.Length == 0 ? "Offer18 OTP" : $"Offer18 OTP ({campaign})";

    public static RouteHandlerBuilder DescribeGenerate(this RouteHandlerBuilder endpoint) => endpoint
        .WithSummary("Send a code")
        .WithDescription(
            "Sends a code by SMS and answers with the state. Without msisdn it sends another code to the number that is pending. It is never "
            + "repeated automatically: each call may be a message that costs money.")
        .WithMetadata(new OtpDescription(typeof(OtpGenerateBody)))
        .DescribeAnswers(OtpOperations.Generate);

    public static RouteHandlerBuilder DescribeVerify(this RouteHandlerBuilder endpoint) => endpoint
        .WithSummary("Check a code")
        .WithDescription(
            "Checks the code that was sent, and answers with the state and returnUrl. A right code opens the gate for this browser. A second "
            + "verify after a right code gives the same answer again.")
        .WithMetadata(new OtpDescription(typeof(OtpVerifyBody), IsBodyRequired: true))
        .DescribeAnswers(OtpOperations.Verify);

    public static RouteHandlerBuilder DescribeReset(this RouteHandlerBuilder endpoint) => endpoint
        .WithSummary("Forget the pending number")
        .WithDescription(
            "Forgets the number and its code, so that the visitor can give another number. What was counted for the number stays, and so does an "
            + "earlier verification.")
        .WithMetadata(new OtpDescription())
        .DescribeAnswers(OtpOperations.Reset);

    public static RouteHandlerBuilder DescribeStatus(this RouteHandlerBuilder endpoint) => endpoint
        .WithSummary("Read the state")
        .WithDescription("Answers with the state and a token for the other three. It never sends a code.")
        .WithMetadata(new OtpDescription())
        .DescribeAnswers(OtpOperations.Status);

    /// <summary>An error's answer in words: the codes that it can have.</summary>
    public static string Answer(IEnumerable<string> codes) => string.Join(", ", codes);

    private static RouteHandlerBuilder DescribeAnswers(this RouteHandlerBuilder endpoint, OtpOperations operation)
    {
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(OtpStateBody), ["application/json"])
        {
            Description = "The state.",
        });
        if ((operation & OtpOperations.Posts) != OtpOperations.None)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status303SeeOther, typeof(void)) { Description = SeeOther });
        }

        foreach (var codes in OtpErrorTable.CodesOf(operation))
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(codes.Key, typeof(OtpProblemBody), ["application/problem+json"])
            {
                Description = Answer(codes),
            });
        }

        return endpoint;
    }
}
