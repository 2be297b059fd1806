using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Offer18.Otp.AspNetCore;

/// <summary>Digests of short texts. A request makes several, so they leave nothing behind but the text that is asked for.</summary>
internal static class TextDigest
{
    // More would not be safe to take from the stack. What a visitor sends may be longer.
    private const int OnStack = 512;

    /// <summary>The beginning of a text's SHA-256, base64url.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">How many bytes of the digest are used.</param>
    public static string Sha256(string text, int length = SHA256.HashSizeInBytes)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], digest);
        return Base64Url.EncodeToString(digest[..length]);
    }

    /// <summary>The beginning of a text's HMAC-SHA-256, base64url.</summary>
    /// <param name="key">The key.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">How many bytes of the digest are used.</param>
    public static string HmacSha256(ReadOnlySpan<byte> key, string text, int length = HMACSHA256.HashSizeInBytes)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..Encoding.UTF8.GetBytes(text, bytes)], digest);
        return Base64Url.EncodeToString(digest[..length]);
    }
}
