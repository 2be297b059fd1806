using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Offer18.Otp.AspNetCore.Client;
using static Offer18.Otp.AspNetCore.Client.Offer18Delivery;
using static Offer18.Otp.AspNetCore.Tests.Client.PeerAnswer;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Every answer that Offer18 can give, and every way to give no answer.</summary>
internal static class WireRows
{
    private const string Id = "6a1b2c00f3fa55aff000567a";
    private const string Html = "<!DOCTYPE html><title>Maintenance</title><h1>We'll be back soon</h1>";

    public static readonly IReadOnlyList<WireRow> Successes =
    [
        Sent("the documented answer to `otp_gen`", PeerAnswer.Sent),
        Verified("the documented answer to `otp_verify`", PeerAnswer.Verified),
        Sent("`status` is a number", """{"status":200,"response":"otp_sent","data":"6a1b2c00f3fa55aff000567a"}"""),
        Sent("`data` is a number", """{"status":"200","response":"otp_sent","data":60012300}""", "60012300"),
        Sent("`data` is an object with `requestId`", """{"status":"200","response":"otp_sent","data":{"requestId":"6a1b2c00f3fa55aff000567a"}}"""),
        Sent("`data` is an object with `request_id`", """{"status":"200","response":"otp_sent","data":{"request_id":"6a1b2c00f3fa55aff000567a"}}"""),
        Sent("`data` is `null`", """{"status":"200","response":"otp_sent","data":null}""", null),
        Sent("`data` is missing", """{"status":"200","response":"otp_sent"}""", null),
        Sent("`data` is longer than any request id", $$"""{"status":"200","response":"otp_sent","data":"{{new string('f', 10_000)}}"}""", null),
        Sent("`status` is missing, `response` says it", """{"response":"otp_sent","data":"6a1b2c00f3fa55aff000567a"}"""),
        Verified("`response` is missing, `status` says it", """{"status":"200"}"""),
        Verified("`error` is an empty text", """{"status":"200","response":"otp_verified","error":""}"""),
        Verified("`error` is `null`", """{"status":"200","response":"otp_verified","error":null}"""),
        Verified("`error` is 0", """{"status":"200","response":"otp_verified","error":0}"""),
        Verified("`error` is an empty array", """{"status":"200","response":"otp_verified","error":[]}"""),
        Sent("unknown members", """{"status":"200","response":"otp_sent","data":"6a1b2c00f3fa55aff000567a","x":{"y":[1,2]},"Errors":"no"}"""),
        Sent("a JSON comment, as Offer18's documentation prints it", PeerAnswer.Sent[..^1] + " // if the partner returns it\n}"),
        Sent("a byte-order mark before it", "\uFEFF" + PeerAnswer.Sent),
        Answer("the content type is `text/html`", Http(200, PeerAnswer.Sent, "text/html")),
        Answer("the content type is missing", Http(200, PeerAnswer.Sent, null)),
        Answer("the content type is nonsense", Http(200, PeerAnswer.Sent, ";;;")),
        Answer("the charset is `utf-16`, and so is the body", Http(200, Encoding.Unicode.GetBytes(PeerAnswer.Sent), "application/json; charset=utf-16")),
        Answer("the charset is `iso-8859-1`", Http(200, PeerAnswer.Sent, "application/json; charset=iso-8859-1")),
        Answer("the charset is `windows-1256`, which .NET does not know", Http(200, PeerAnswer.Sent, "application/json; charset=windows-1256")),
        Answer("the charset is `utf-7`, which .NET refuses", Http(200, PeerAnswer.Sent, "application/json; charset=utf-7")),
        Answer("the charset is `utf8`, in quotes", Http(200, PeerAnswer.Sent, "application/json; charset=\"utf8\"")),
        Answer("compressed with gzip", Http(200, Gzip(Bytes(PeerAnswer.Sent)), headers: "Content-Encoding: gzip")),
        Answer("compressed with brotli", Http(200, Brotli(Bytes(PeerAnswer.Sent)), headers: "Content-Encoding: br")),
        Answer("compressed with deflate", Http(200, Zlib(Bytes(PeerAnswer.Sent)), headers: "Content-Encoding: deflate")),
        Answer("chunked, a byte at a time", Bytes(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(PeerAnswer.Sent.Select(c => $"1\r\n{c}\r\n")) + "0\r\n\r\n")),
        Answer("without a length, up to the end of the connection", Bytes("HTTP/1.1 200 OK\r\n\r\n" + PeerAnswer.Sent)),
        Answer("by HTTP/1.0", Bytes("HTTP/1.0 200 OK\r\n\r\n" + PeerAnswer.Sent)),
        Answer("after `100 Continue` and `103 Early Hints`", [.. Bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"), .. Http(200, PeerAnswer.Sent)]),
    ];

    public static readonly IReadOnlyList<WireRow> Failures =
    [
        .. Partner(),
        .. Unreadable(),
        .. Statuses(),
        .. Transport(),
    ];

    private static IEnumerable<WireRow> Partner()
    {
        foreach (var (text, code, status) in ((string, string, int)[])
        [
            ("invalid msisdn", OtpErrorCodes.InvalidMsisdn, 400),
            ("msisdn already active", OtpErrorCodes.AlreadySubscribed, 409),
            ("ALREADY_SUBSCRIBED", OtpErrorCodes.AlreadySubscribed, 409),
            ("The pin is not valid.", OtpErrorCodes.InvalidOtp, 422),
            ("INVALID_PIN", OtpErrorCodes.InvalidOtp, 422),
            ("The pin has expired.", OtpErrorCodes.OtpExpired, 410),
            ("PIN_EXPIRED", OtpErrorCodes.OtpExpired, 410),
            ("PIN request needed", OtpErrorCodes.NoPendingRequest, 404),
            ("MSISDN Blacklisted.", OtpErrorCodes.MsisdnBlocked, 403),
            ("BARRED", OtpErrorCodes.MsisdnBlocked, 403),
            ("invalid operator", OtpErrorCodes.OperatorNotSupported, 422),
            ("CARRIER_NOT_SUPPORTED", OtpErrorCodes.OperatorNotSupported, 422),
            ("INSUFFICIENT_FUNDS", OtpErrorCodes.NotEligible, 422),
            ("SPENDING_LIMIT_REACHED", OtpErrorCodes.NotEligible, 422),
            ("NOT_ELIGIBLE", OtpErrorCodes.NotEligible, 422),
            ("MAX_PIN_RETRIES", OtpErrorCodes.AttemptsExhausted, 429),
            ("Frequent Limitation", OtpErrorCodes.SendLimitReached, 429),
        ])
        {
            yield return Said($"error `{text}`", Http(200, Error(text)), code, status) with { Verify = true };
        }

        yield return Said("HTTP 400, error `invalid_user_credentials`", Http(400, Error("invalid_user_credentials")), OtpErrorCodes.UpstreamRejectedCredentials, 502);
        yield return Said("`status` 200 with an `error`", Http(200, """{"status":"200","response":"otp_verified","error":"INVALID_PIN"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("the partner's text in `response`, and no `error`", Http(200, """{"status":"400","response":"PIN_EXPIRED"}"""), OtpErrorCodes.OtpExpired, 410) with { Verify = true };
        yield return Said("HTTP 500 with an error that is recognised: the body decides", Http(500, Error("INVALID_PIN")), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("HTTP 429 with an error that is recognised, `Retry-After: 60`", Http(429, Error("Frequent Limitation"), headers: "Retry-After: 60"), OtpErrorCodes.SendLimitReached, 429) with { RetryAfter = TimeSpan.FromSeconds(60) };
        yield return Unrecognised("an error that nobody recognises", Http(200, Error("E7731 subscriber profile mismatch")), Answered);
        yield return Unrecognised("`error` is a number", Http(200, """{"status":"400","error":1004}"""), Answered);
        yield return Said("`error` is an object with a text", Http(200, """{"status":"400","error":{"code":"INVALID_PIN"}}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("`error` is an array with a text", Http(200, """{"status":"200","response":"otp_sent","error":["INVALID_PIN"]}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("`error` is `true`, and the text is in `message`", Http(200, """{"status":"400","error":true,"message":"Wrong PIN"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("`errors` with a text", Http(200, """{"status":"400","errors":[{"message":"Wrong PIN"}]}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("`response` is `Fail`, and the text is in `errorMessage`", Http(200, """{"response":"Fail","errorMessage":"Wrong PIN"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("`error` is JSON as a text", Http(200, """{"status":"400","error":"{\"message\":\"Wrong PIN\"}"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("the text is in `data`", Http(200, """{"status":"400","data":"Wrong PIN"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("a code and a message, of which one is recognised", Http(200, """{"status":"400","error":{"code":"INVALID_PIN","message":"Please try again"}}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("`status` 200 without a `response`, and a text that speaks of a refusal", Http(200, """{"status":"200","message":"Wrong PIN"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Unrecognised("a text that two rules read differently", Http(200, Error("Wrong PIN. Your number is blocked.")), Answered) with { Verify = true };
        yield return Unrecognised("a text that this call cannot be answered with", Http(200, Error("INVALID_PIN")), Answered);
        yield return Unrecognised("`error` is an object without a text", Http(200, """{"status":"200","response":"otp_sent","error":{"x":{"y":1}}}"""), Answered);
        yield return Unrecognised("`error` is `true`", Http(200, """{"status":"200","response":"otp_sent","error":true}"""), Answered);
        yield return Unrecognised("`status` 400 and nothing else", Http(200, """{"status":"400"}"""), Answered);
        yield return Unrecognised("an empty object", Http(200, "{}"), Answered);
        yield return Unrecognised("`status` 200 and another word than asked for", Http(200, """{"status":"200","response":"otp_sent"}"""), Answered) with { Verify = true };
        yield return Unrecognised("success with HTTP 400", Http(400, PeerAnswer.Sent), Answered);
        yield return Unrecognised("success with `status` 400", Http(200, """{"status":"400","response":"otp_sent"}"""), Answered);
    }

    private static IEnumerable<WireRow> Unreadable()
    {
        foreach (var (name, body) in ((string, string)[])
        [
            ("HTML", Html),
            ("an empty body", ""),
            ("`null`", "null"),
            ("`[]`", "[]"),
            ("`200`", "200"),
            ("JSON that breaks off", """{"status":"200","response":"otp_se"""),
            ("two JSON objects", PeerAnswer.Sent + PeerAnswer.Sent),
            ("duplicate members", """{"status":"400","error":"INVALID_PIN","status":"200","error":""}"""),
            ("an escaped lone surrogate (`\\ud800`)", """{"status":"200","response":"\ud800"}"""),
            ("60,000 nested brackets", string.Concat(Enumerable.Repeat("[", 60_000))),
            ("200,000 nested brackets", string.Concat(Enumerable.Repeat("{\"a\":[", 100_000))),
            ("12 MB", $$"""{"status":"200","response":"otp_sent","x":"{{new string('x', 12_000_000)}}"}"""),
        ])
        {
            yield return Unrecognised(name, Http(200, body), Unknown);
        }

        yield return Unrecognised("bytes that are no UTF-8", Http(200, [.. Bytes("{\"status\":\"200\",\"response\":\""), 0xFF, 0xC0, 0x80, (byte)'"', (byte)'}']), Unknown);
        yield return Unrecognised("UTF-16 that says it is UTF-8", Http(200, Encoding.Unicode.GetBytes(PeerAnswer.Sent)), Unknown);
        yield return Unrecognised("64 MB in some kilobytes of gzip", Http(200, Gzip(Bomb()), headers: "Content-Encoding: gzip"), Unknown);
        yield return Unrecognised("64 MB in some bytes of brotli", Http(200, Brotli(Bomb()), headers: "Content-Encoding: br"), Unknown);
        yield return Unrecognised("plain text that says it is gzip", Http(200, PeerAnswer.Sent, headers: "Content-Encoding: gzip"), Unknown);
        yield return Unrecognised("plain text that says it is brotli", Http(200, PeerAnswer.Sent, headers: "Content-Encoding: br"), Unknown);
        yield return Unrecognised("plain text that says it is deflate", Http(200, PeerAnswer.Sent, headers: "Content-Encoding: deflate"), Unknown);
        yield return Unrecognised("gzip that breaks off", Http(200, Gzip(Bytes(PeerAnswer.Sent))[..40], headers: "Content-Encoding: gzip"), Unknown);
        yield return new(
            "a chunked body that never ends",
            async (peer, _) =>
            {
                await peer.ReceiveAsync();
                await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                while (true)
                {
                    await peer.SendAsync("1000\r\n" + new string(' ', 4096) + "\r\n");
                }
            },
            OtpErrorCodes.UpstreamUnrecognised, 502, Unknown);
    }

    private static IEnumerable<WireRow> Statuses()
    {
        yield return Unrecognised("HTTP 403 with HTML", Http(403, Html, "text/html"), Unknown);
        yield return Unrecognised("HTTP 404 with HTML", Http(404, Html, "text/html"), Unknown);
        yield return Unrecognised("HTTP 403 with an error that nobody recognises", Http(403, Error("no such thing")), Answered);
        yield return Unrecognised("HTTP 204", Bytes("HTTP/1.1 204 No Content\r\n\r\n"), Unknown);
        yield return Said("HTTP 401 with HTML", Http(401, Html, "text/html", "WWW-Authenticate: Basic"), OtpErrorCodes.UpstreamRejectedCredentials, 502);
        yield return Said("HTTP 401 with a partner's text", Http(401, """{"status":"401","error":"Pincode mismatch"}"""), OtpErrorCodes.UpstreamUnrecognised, 502);
        yield return Said("HTTP 401 with a message", Http(401, """{"code":401,"message":"no entry"}"""), OtpErrorCodes.UpstreamRejectedCredentials, 502);
        yield return Said("a response that is an object", Http(200, """{"status":"200","response":{"error":"INVALID_PIN"}}"""), OtpErrorCodes.UpstreamUnrecognised, 502);
        yield return Said("a response that is false", Http(200, """{"status":"200","response":false}"""), OtpErrorCodes.UpstreamUnrecognised, 502);
        yield return Said("a status that is an object", Http(200, """{"status":{"code":400},"response":"otp_verified"}"""), OtpErrorCodes.UpstreamUnrecognised, 502);
        yield return Said("a status that is false", Http(200, """{"status":false,"response":"otp_sent"}"""), OtpErrorCodes.UpstreamUnrecognised, 502);
        yield return Said("an Error in capitals", Http(200, """{"status":"200","Error":"INVALID_PIN"}"""), OtpErrorCodes.InvalidOtp, 422) with { Verify = true };
        yield return Said("an error whose message is in an object", Http(200, """{"status":"400","error":{"code":7,"message":"PIN_EXPIRED"}}"""), OtpErrorCodes.OtpExpired, 410) with { Verify = true };
        yield return Said("HTTP 401 with an empty body", Http(401, ""), OtpErrorCodes.UpstreamRejectedCredentials, 502);
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            yield return Unrecognised(
                $"HTTP {status} to another path",
                Http(status, "", null, "Location: /api/af/otp_gen/elsewhere"),
                Unknown);
        }

        foreach (var status in (int[])[500, 502, 503, 504])
        {
            yield return Trouble($"HTTP {status} with HTML", Http(status, Html, "text/html"));
        }

        yield return Trouble("HTTP 500 with an error that nobody recognises", Http(500, Error("no such thing")));
        yield return Trouble("HTTP 500 with a success", Http(500, PeerAnswer.Sent));
        yield return Trouble("HTTP 503, `Retry-After: 120`", Http(503, "", null, "Retry-After: 120")) with { RetryAfter = TimeSpan.FromMinutes(2) };
        yield return SlowDown("HTTP 429", Http(429, ""));
        yield return Trouble("HTTP 429 to a check", Http(429, "")) with { Verify = true };
        yield return SlowDown("HTTP 429, `Retry-After: 30`", Http(429, "", null, "Retry-After: 30")) with { RetryAfter = TimeSpan.FromSeconds(30) };
        yield return SlowDown("HTTP 429, `Retry-After` a date", Http(429, "", null, "Retry-After: Tue, 01 Jan 2030 00:00:45 GMT")) with { RetryAfter = TimeSpan.FromSeconds(45) };
        yield return SlowDown("HTTP 429, `Retry-After` a date that has passed", Http(429, "", null, "Retry-After: Mon, 31 Dec 2029 00:00:00 GMT"));
        yield return SlowDown("HTTP 429, `Retry-After` a date in the year 9999", Http(429, "", null, "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")) with { RetryAfter = TimeSpan.FromHours(1) };
        yield return SlowDown("HTTP 429, `Retry-After` 68 years", Http(429, "", null, "Retry-After: 2147483647")) with { RetryAfter = TimeSpan.FromHours(1) };
        yield return SlowDown("HTTP 429, `Retry-After` nonsense", Http(429, "", null, "Retry-After: -1e9999"));
    }

    private static IEnumerable<WireRow> Transport()
    {
        yield return Broken("no answer at all", peer => peer.StallAsync()) with { TimesOut = true };
        yield return Broken("headers that never end", async peer =>
        {
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Le");
            await peer.StallAsync();
        }) with { TimesOut = true };
        yield return Broken("a body that never comes", async peer =>
        {
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n");
            await peer.StallAsync();
        }) with { TimesOut = true };
        yield return Broken("a body that stops in the middle", async peer =>
        {
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n{\"status\":");
            await peer.StallAsync();
        }) with { TimesOut = true };
        yield return Broken("chunks that stop", async peer =>
        {
            await peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"sta");
            await peer.StallAsync();
        }) with { TimesOut = true };
        yield return new(
            "one byte a second",
            async (peer, site) =>
            {
                await peer.ReceiveAsync();
                await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
                foreach (var _ in Enumerable.Range(0, 5000))
                {
                    await peer.SendAsync(" ");
                    site.Clock.Advance(TimeSpan.FromSeconds(1));
                }
            },
            OtpErrorCodes.UpstreamUnavailable, 503, Unknown);
        yield return Broken("`100 Continue` for ever", async peer =>
        {
            while (true)
            {
                await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
                await peer.SendAsync("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n");
            }
        });
        yield return Broken("1 MB of headers", peer => peer.SendAsync("HTTP/1.1 200 OK\r\nX: " + new string('x', 1_000_000)));
        yield return Broken("no HTTP", peer => peer.SendAsync("SSH-2.0-OpenSSH_9.2p1\r\n"));
        yield return Broken("a chunk with an invalid length", peer => peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"));
        yield return Broken("closed before the headers", _ => Task.CompletedTask);
        yield return new("closed before the request was read", (_, _) => Task.CompletedTask, OtpErrorCodes.UpstreamUnavailable, 503, Unknown) { NeverRead = true };
        yield return Broken("closed in the headers", peer => peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Le"));
        yield return Broken("closed in the body", peer => peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n{\"status\":"));
        yield return Broken("closed in a chunk", peer => peer.SendAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"s"));
        yield return Broken("reset before the headers", peer =>
        {
            peer.Reset();
            return Task.CompletedTask;
        });
        yield return Broken("reset after the headers", async peer =>
        {
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n");
            peer.Reset();
        });
        yield return Broken("reset when the code was right", async peer =>
        {
            await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n{\"status\":\"200\"");
            peer.Reset();
        }) with { Verify = true };

        yield return Unsent("connection refused", _ => new Uri($"http://127.0.0.1:{ScriptedPeer.ClosedPort()}/"));
        yield return Unsent("a host name that does not exist", _ => new Uri("https://offer18.invalid/"));
        yield return Unsent("a connection that is never established", null) with
        {
            TimesOut = true,
            Http = WireSite.Connecting(async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                throw new IOException();
            }),
        };
        yield return Unsent("TLS: no TLS at all", Https, peer => peer.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"));
        yield return Unsent("TLS: closed in the handshake", Https, _ => Task.CompletedTask);
        yield return Unsent("TLS: a handshake that never ends", Https, peer => peer.StallAsync()) with { TimesOut = true };
        yield return Unsent("TLS: a certificate that nobody vouches for", Https, SelfSignedAsync);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Bomb() => [.. Bytes("""{"status":"200","response":"otp_sent","x":" """), .. new byte[64 * 1024 * 1024]];

    private static Uri Https(ScriptedPeer peer) => new($"https://127.0.0.1:{peer.Port}/");

    private static async Task SelfSignedAsync(PeerConnection peer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await using var tls = new SslStream(peer.Stream);
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            await peer.StallAsync();
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            // The client has closed the connection, as it should.
        }
    }

    private static Func<PeerConnection, WireSite, Task> Once(byte[] answer) => async (peer, _) =>
    {
        await peer.ReceiveAsync();
        await peer.SendAsync(answer);
    };

    private static WireRow Answer(string name, byte[] answer) => new(name, Once(answer), null, 200, Answered) { RequestId = Id };

    private static WireRow Sent(string name, string body, string? requestId = Id) => Answer(name, Http(200, body)) with { RequestId = requestId };

    private static WireRow Verified(string name, string body) => Answer(name, Http(200, body)) with { RequestId = null, Verify = true };

    private static WireRow Said(string name, byte[] answer, string code, int status) => new(name, Once(answer), code, status, Answered);

    private static WireRow Unrecognised(string name, byte[] answer, Offer18Delivery delivery) =>
        new(name, Once(answer), OtpErrorCodes.UpstreamUnrecognised, 502, delivery);

    // Who is told to slow down has sent no message.
    private static WireRow SlowDown(string name, byte[] answer) => Trouble(name, answer) with { Delivery = Offer18Delivery.Answered };

    private static WireRow Trouble(string name, byte[] answer) => new(name, Once(answer), OtpErrorCodes.UpstreamUnavailable, 503, Unknown);

    private static WireRow Broken(string name, Func<PeerConnection, Task> afterTheRequest) => new(
        name,
        async (peer, _) =>
        {
            await peer.ReceiveAsync();
            await afterTheRequest(peer);
        },
        OtpErrorCodes.UpstreamUnavailable, 503, Unknown);

    private static WireRow Unsent(string name, Func<ScriptedPeer, Uri>? address, Func<PeerConnection, Task>? script = null) =>
        new(name, (peer, _) => script?.Invoke(peer) ?? Task.CompletedTask, OtpErrorCodes.UpstreamUnavailable, 503, NotSent) { Address = address };
}
