using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>
/// The antiforgery tokens of our forms (OWASP ASVS 5.0, V3.5.1). A token is bound to the browser by the same cookie as all that the browser
/// holds. The framework's tokens are bound to a cookie of their own, which another host of the domain can set together with its token.
/// </summary>
internal sealed class OtpFormTokens(IDataProtectionProvider dataProtection)
{
    /// <summary>The form's field. It has the name that the framework's field has by default.</summary>
    public const string Field = "__RequestVerificationToken";

    /// <summary>The header with the token, for clients that post no form of ours.</summary>
    public const string Header = "RequestVerificationToken";

    private readonly CampaignProtectors _protectors = new(dataProtection, "Form");

    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>A token for a browser. No two are alike, so a compressed page tells nothing of it.</summary>
    public string Make(string campaign, string formKey) => _protectors[campaign].Seal(Encoding.UTF8.GetBytes(formKey));

    /// <summary>Whether a token was made for this browser. Garbage is a token of nobody, and no error.</summary>
    public bool Fits(string campaign, string formKey, string token)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(_protectors[campaign].Open(token), Encoding.UTF8.GetBytes(formKey));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
