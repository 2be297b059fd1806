using System.Text;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Reads an answer's body up to a bound, whatever the peer claims about it.</summary>
internal static class AnswerBody
{
    /// <summary>What is read at most, in bytes. A real answer has about 100.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The body as UTF-8, or null when it is longer than <see cref="MaxLength"/> or in an unknown charset.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxLength + 1];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        int read;
        try
        {
            read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        if (read > MaxLength)
        {
            return null;
        }

        var body = buffer.AsMemory(0, read);
        return content.Headers.ContentType?.CharSet?.Trim('"', '\'', ' ') is { Length: > 0 } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? Transcode(body, charset)
            : body;
    }

    private static ReadOnlyMemory<byte>? Transcode(ReadOnlyMemory<byte> body, string charset)
    {
        try
        {
            return Encoding.Convert(Encoding.GetEncoding(charset), Encoding.UTF8, body.ToArray());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
