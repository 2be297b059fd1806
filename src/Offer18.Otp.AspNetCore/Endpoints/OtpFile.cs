using System.Buffers.Text;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// A static file of the package, served by our own endpoints. So a site needs no <c>MapStaticAssets</c>, and neither publishing nor a
/// fallback policy takes the component's style and script away.
/// </summary>
internal sealed partial class OtpFile
{
    private readonly Lazy<byte[]> _brotli;
    private readonly byte[] _plain;
    private readonly string _contentType;

    private OtpFile(string name, string contentType)
    {
        using var resource = typeof(OtpFile).Assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        _plain = Encoding.UTF8.GetBytes(OwnLine().Replace(Encoding.UTF8.GetString(memory.ToArray()), ""));
        _brotli = new(() => Compress(_plain));
        _contentType = contentType;
        var hash = Base64Url.EncodeToString(SHA256.HashData(_plain).AsSpan(..9));
        Name = name;
        HashedName = $"{Path.GetFileNameWithoutExtension(name)}.{hash}{Path.GetExtension(name)}";
        ETag = new EntityTagHeaderValue($"\"{hash}\"");
    }

    /// <summary>The style of the component.</summary>
    public static OtpFile Style { get; } = new("otp-verification.css", "text/css; charset=utf-8");

    /// <summary>The module of the component, and of an element in plain HTML.</summary>
    public static OtpFile Module { get; } = new("element.js", "text/javascript; charset=utf-8");

    /// <summary>The name for people. Caches ask again each time.</summary>
    public string Name { get; }

    /// <summary>The name with a digest of the content. Caches keep it for a year.</summary>
    public string HashedName { get; }

    /// <summary>What a browser loads, in bytes: as it is, and with Brotli.</summary>
    internal (int Plain, int Brotli) Size => (_plain.Length, _brotli.Value.Length);

    private EntityTagHeaderValue ETag { get; }

    public IResult Result(HttpContext context, bool isHashed)
    {
        var accepts = context.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);
        var headers = context.Response.Headers;
        headers.CacheControl = isHashed ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.XContentTypeOptions = "nosniff";
        if (accepts)
        {
            headers.ContentEncoding = "br";
        }

        return TypedResults.Bytes(accepts ? _brotli.Value : _plain, _contentType, entityTag: accepts ? new EntityTagHeaderValue($"{ETag.Tag.ToString()[..^1]}.br\"") : ETag);
    }

    // Comments that have lines of their own, and what a line is indented by. They are for the reader of the source, and are a quarter of
    // what a phone would load.
    [GeneratedRegex(@"^\s*/\*(?:(?!\*/).)*\*/\s*$|^\s*//[^\n]*$|^\s+", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex OwnLine();

    private static byte[] Compress(byte[] plain)
    {
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.SmallestSize))
        {
            brotli.Write(plain);
        }

        return memory.ToArray();
    }
}
