using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// One call with all its secrets. It travels next to the HTTP request and becomes the request's query at the very last moment
/// (<see cref="WireHandler"/>). Handlers, loggers and event sources before that see an address without parameters.
/// </summary>
internal sealed class WireCall
{
    public static readonly HttpRequestOptionsKey<WireCall> Key = new("Offer18.Otp");

    // Of each base address in the site's options.
    private static readonly ConcurrentDictionary<(string Base, string Path), Uri> Addresses = [];

    private readonly Uri _bare;
    private readonly string _whole;
    private readonly string? _form;

    public WireCall(WireOperation operation, Offer18ClientOptions settings, Dictionary<string, string?> parameters)
    {
        _bare = Addresses.GetOrAdd((settings.BaseAddress!.AbsoluteUri, operation.Path), static of => new($"{of.Base.TrimEnd('/')}/{of.Path}"));
        var query = new StringBuilder(_bare.OriginalString, 320).Append('?');
        var form = settings.ParameterPlacement == ParameterPlacement.Form ? new StringBuilder() : null;
        List<string> secrets = [settings.ApiKey];
        Append(query, WireParameters.Key, settings.ApiKey);
        Append(query, WireParameters.AffiliateId, settings.AffiliateId.ToString(CultureInfo.InvariantCulture));
        Append(query, WireParameters.AdvertiserId, settings.AdvertiserId.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                Append(form ?? query, name, value);
                if (WireParameters.IsSecret(name))
                {
                    secrets.Add(value);
                }
            }
        }

        Operation = operation;
        _whole = query.ToString();
        _form = form?.Replace("%20", "+").ToString();
        Secrets = secrets;
    }

    public WireOperation Operation { get; }

    /// <summary>Values that a partner may repeat to us and that must not reach a log.</summary>
    public IReadOnlyList<string> Secrets { get; }

    /// <summary>Whether Offer18 may have received the call. If so, it is not sent again.</summary>
    public bool MayHaveLeft { get; set; }

    /// <summary>Whether its body was asked for, to be sent.</summary>
    public bool HasBegun { get; set; }

    /// <summary>The request without its parameters.</summary>
    public HttpRequestMessage Bare()
    {
        var request = Request(_bare);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Options.Set(Key, this);
        return request;
    }

    /// <summary>The request as it is sent.</summary>
    /// <param name="bare">The request without parameters. The site's handlers may have added headers to it.</param>
    /// <param name="connections">The handler's connections; null if it is not ours.</param>
    public HttpRequestMessage Whole(HttpRequestMessage bare, ConnectionWatch? connections)
    {
        var request = Request(new(_whole));
        // If the peer closes without an answer, the handler itself repeats a request that has no content, up to three times, even on a new
        // connection. An empty body looks the same on the wire, and is sent only once.
        request.Content = new WireContent(this, connections, _form is null ? null : Encoding.ASCII.GetBytes(_form));
        if (connections is { HasSwallowed: true })
        {
            // Until the factory makes a new handler, each call then has a connection to itself.
            request.Headers.ConnectionClose = true;
        }

        foreach (var (name, values) in bare.Headers.NonValidated)
        {
            request.Headers.TryAddWithoutValidation(name, values);
        }

        if (request.Headers.NonValidated.Contains("Expect"))
        {
            // With it the handler sends the head before it asks for the body.
            request.Headers.ExpectContinue = null;
        }

        return request;
    }

    private static void Append(StringBuilder parameters, string name, string value) => parameters
        .Append(parameters.Length == 0 || parameters[^1] == '?' ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));

    // HTTP/2 where the server offers it, over TLS.
    private static HttpRequestMessage Request(Uri address) => new(HttpMethod.Post, address)
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };
}
