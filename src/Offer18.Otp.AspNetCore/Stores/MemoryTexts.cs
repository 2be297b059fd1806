using System.Text;

namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>What a challenge in memory holds as text. It is kept in one piece, as UTF-8: four strings would take three times as much.</summary>
internal sealed record MemoryTexts(string MsisdnDigest, string Digits, string? ReturnUrl = null, string? RequestId = null)
{
    // The request id comes last, because it alone can be any text.
    private const char Separator = '\n';

    public static MemoryTexts Unpack(ReadOnlySpan<byte> bytes) => new(Next(ref bytes), Next(ref bytes), OrNull(Next(ref bytes)), OrNull(Encoding.UTF8.GetString(bytes)));

    public byte[] Pack() => Encoding.UTF8.GetBytes(string.Join(Separator, MsisdnDigest, Digits, ReturnUrl, RequestId));

    /// <summary>Only the type's name, because a record's own text would show the number and the request id.</summary>
    public override string ToString() => nameof(MemoryTexts);

    private static string Next(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)Separator);
        var text = Encoding.UTF8.GetString(bytes[..end]);
        bytes = bytes[(end + 1)..];
        return text;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
