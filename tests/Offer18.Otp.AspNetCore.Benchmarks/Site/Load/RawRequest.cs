using System.Text;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Load;

/// <summary>Requests as the bytes that a browser would send, so that sending one costs the driver next to nothing.</summary>
internal static class RawRequest
{
    public static byte[] GetPage(string path, string? cookie = null) =>
        Bytes("GET", path, "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n", cookie, "");

    public static byte[] GetJson(string path, string? cookie = null) => Bytes("GET", path, "Accept: application/json\r\n", cookie, "");

    public static byte[] PostJson(string path, string json, string? cookie = null, string? token = null) => Bytes(
        "POST",
        path,
        $"Accept: application/json\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\nSec-Fetch-Site: same-origin\r\n"
            + (token is null ? "" : $"RequestVerificationToken: {token}\r\n"),
        cookie,
        json);

    private static byte[] Bytes(string method, string path, string headers, string? cookie, string body) => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (a benchmark)\r\nAccept-Language: en\r\n{headers}"
            + (cookie is null ? "" : $"Cookie: {cookie}\r\n")
            + $"\r\n{body}");
}
