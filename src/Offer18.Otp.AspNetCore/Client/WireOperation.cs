namespace Offer18.Otp.AspNetCore.Client;

/// <summary>One of Offer18's two calls.</summary>
/// <param name="Name">What logs, metrics and traces call it.</param>
/// <param name="Path">Where it is, below the base address.</param>
/// <param name="Success">The <c>response</c> of an answer that says yes.</param>
internal sealed record WireOperation(string Name, string Path, string Success)
{
    public static readonly WireOperation Generate = new("generate", "api/af/otp_gen", "otp_sent");

    public static readonly WireOperation Verify = new("verify", "api/af/otp_verify", "otp_verified");
}
