using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Seals bytes as text, in the form of the framework's own <c>Protect</c> and <c>Unprotect</c> of texts. Those make a text of the bytes in between.
/// </summary>
internal static class SealedText
{
    public static string Seal(this IDataProtector protector, byte[] content) => Base64Url.EncodeToString(protector.Protect(content));

    /// <exception cref="CryptographicException">It was not sealed here, or was changed.</exception>
    /// <exception cref="FormatException">It is not base64url.</exception>
    public static byte[] Open(this IDataProtector protector, ReadOnlySpan<char> text) => protector.Unprotect(Base64Url.DecodeFromChars(text));
}
