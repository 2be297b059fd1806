using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Offer18.Otp.AspNetCore.Events;

/// <summary>Writes the request of a postback.</summary>
internal static class PostbackWriter
{
    private const string SignatureHeader = "Offer18-Otp-Signature";

    public static HttpRequestMessage Write(OtpPostbackOptions postback, PostbackOrder order, DateTimeOffset now)
    {
        var address = new Uri(PostbackTemplate.Fill(postback.Url, order.Values, InAddress));
        var request = new HttpRequestMessage(new HttpMethod(postback.Method), address);
        var body = HasBody(postback) ? BodyOf(postback, order) : null;
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new(postback.ContentType) { CharSet = "utf-8" } } };
        }

        foreach (var (name, value) in postback.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, PostbackTemplate.Fill(value, order.Values, InHeader));
        }

        if (postback.Secret is { } secret)
        {
            var time = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body ?? address.PathAndQuery}"));
            request.Headers.Add(SignatureHeader, $"t={time},v1={Convert.ToHexStringLower(signature)}");
        }

        return request;
    }

    public static bool HasBody(OtpPostbackOptions postback) => postback.Method is "POST" or "PUT";

    private static string BodyOf(OtpPostbackOptions postback, PostbackOrder order) =>
        postback.Body is null ? WholeBodyOf(order) : PostbackTemplate.Fill(postback.Body, order.Values, postback.ContentType switch
        {
            "application/x-www-form-urlencoded" => Uri.EscapeDataString,
            "text/plain" => value => value,
            _ => value => JsonEncodedText.Encode(value, JavaScriptEncoder.Default).ToString(),
        });

    private static string WholeBodyOf(PostbackOrder order)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in order.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // Dots alone would lead to another path of the receiver, however they are encoded.
    private static string InAddress(string value) => value.All(character => character == '.') ? "" : Uri.EscapeDataString(value);

    private static string InHeader(string value) =>
        string.Concat(value.EnumerateRunes().Select(rune => rune.Value is >= ' ' and <= '~' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
