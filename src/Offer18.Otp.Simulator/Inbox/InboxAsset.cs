using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Offer18.Otp.Simulator.Inbox;

/// <summary>A file of the page, embedded so that the host needs no static files.</summary>
internal sealed class InboxAsset
{
    private readonly byte[] _content;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _entityTag;

    public InboxAsset(string name, string contentType)
    {
        using var stream = typeof(InboxAsset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly holds no {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);

        Name = name;
        _content = copy.ToArray();
        _contentType = contentType;
        _entityTag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_content))[..16]}\"");
    }

    public string Name { get; }

    public IResult Send(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(_content, _contentType, entityTag: _entityTag);
    }
}
