using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>One of Offer18's two calls.</summary>
/// <param name="Name">The name in logs, metrics and traces.</param>
/// <param name="Path">The path below the base address.</param>
/// <param name="Success">The <c>response</c> of a successful answer.</param>
/// <param name="Calls">What the table of error codes calls it.</param>
internal sealed record WireOperation(string Name, string Path, string Success, OtpPartnerCalls Calls)
{
    public static readonly WireOperation Generate = new("generate", "api/af/otp_gen", "otp_sent", OtpPartnerCalls.Generate);

    public static readonly WireOperation Verify = new("verify", "api/af/otp_verify", "otp_verified", OtpPartnerCalls.Verify);

    /// <summary>The name of its traces.</summary>
    public string TraceName { get; } = $"offer18.otp {Name}";

    /// <summary>Whether it is the word for a success. That of the other call is no error text either.</summary>
    public static bool IsSuccessWord(string word) => word == Generate.Success || word == Verify.Success;
}
