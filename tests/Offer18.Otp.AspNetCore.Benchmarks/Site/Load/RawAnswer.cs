using System.Globalization;
using System.Text;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

/// <summary>An answer as it came, in a buffer that the connection's next answer overwrites. It is read only as far as somebody asks.</summary>
internal readonly struct RawAnswer
{
    private readonly ReadOnlyMemory<byte> _head;
    private readonly ReadOnlyMemory<byte> _body;

    private RawAnswer(ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body) => (_head, _body) = (head, body);

    /// <summary>The three digits of <c>HTTP/1.1 200</c>.</summary>
    public int Status => int.Parse(_head.Span[9..12], CultureInfo.InvariantCulture);

    /// <summary>What went over the wire, headers included.</summary>
    public int Length => _head.Length + _body.Length;

    /// <summary>The body as text, put together from its chunks.</summary>
    public string Text
    {
        get
        {
            if (IsChunked(_head.Span))
            {
                var text = new List<byte>();
                var rest = _body.Span;
                while (ChunkLength(ref rest) is > 0 and var length)
                {
                    text.AddRange(rest[..length]);
                    rest = rest[(length + 2)..];
                }

                return Encoding.UTF8.GetString([.. text]);
            }

            return Encoding.UTF8.GetString(_body.Span);
        }
    }

    /// <summary>What the answer sets, as a browser sends it back; null if it sets no cookie.</summary>
    public string? Cookie
    {
        get
        {
            var cookies = Encoding.ASCII.GetString(_head.Span).Split("\r\n")
                .Where(line => line.StartsWith("Set-Cookie: ", StringComparison.OrdinalIgnoreCase))
                .Select(line => line["Set-Cookie: ".Length..].Split(';')[0]);
            return string.Join("; ", cookies) is { Length: > 0 } all ? all : null;
        }
    }

    /// <summary>The same, in a buffer of its own.</summary>
    public RawAnswer Copy() => new(_head.ToArray(), _body.ToArray());

    /// <summary>The answer at the beginning of a buffer; null until all of it is there. Nothing comes after it, as nobody has asked for more.</summary>
    public static RawAnswer? Find(ReadOnlyMemory<byte> received)
    {
        var end = received.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var (head, body) = (received[..(end + 4)], received[(end + 4)..]);
        var isWhole = IsChunked(head.Span) ? body.Span.EndsWith("0\r\n\r\n"u8) && (body.Length == 5 || body.Span[^6] == '\n') : body.Length >= ContentLength(head.Span);
        return isWhole ? new RawAnswer(head, body) : null;
    }

    private static bool IsChunked(ReadOnlySpan<byte> head) => head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0;

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        if (start < 0)
        {
            return 0;
        }

        var rest = head[(start + name.Length)..];
        return int.Parse(rest[..rest.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }

    private static int ChunkLength(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf("\r\n"u8);
        var length = int.Parse(rest[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        rest = rest[(end + 2)..];
        return length;
    }
}
