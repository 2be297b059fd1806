namespace Offer18.Otp.AspNetCore.Client;

/// <summary>One of Offer18's two calls.</summary>
/// <param name="Name">The name in logs, metrics and traces.</param>
/// <param name="Path">The path below the base address.</param>
/// <param name="Success">The <c>response</c> of a successful answer.</param>
internal sealed record WireOperation(string Name, string Path, string Success)
{
    public static readonly WireOperation Generate = new("generate", "api/af/otp_gen", "otp_sent");

    public static readonly WireOperation Verify = new("verify", "api/af/otp_verify", "otp_verified");
}
