using System.Net;
using System.Text;
using CsCheck;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Any bytes can come over the wire. A failure prints the seed that repeats it.</summary>
[Long]
public sealed class AnswerFuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 1_000_000;

    private static readonly Offer18ClientOptions Options = new() { ErrorCodes = { ["E# odd"] = OtpErrorCodes.NotEligible } };

    private static readonly string[] Secrets = [WireSite.ApiKey, WireSite.Otp];

    private static readonly byte[][] Answers =
    [
        .. ((string[])
        [
            PeerAnswer.Sent,
            PeerAnswer.Verified,
            """{"status":200,"response":"otp_sent","data":{"requestId":"6a1b2c"}}""",
            """{"status":"200","response":"otp_sent","data":{"request_id":12345},"error":null}""",
            PeerAnswer.Error("invalid_user_credentials"),
            PeerAnswer.Error("The pin is not valid."),
            PeerAnswer.Error("E7731 odd"),
            """{"status":400,"error":{"code":"INVALID_PIN","text":["a","b",{"c":1e5}]}}""",
            """{"status":"400","response":"PIN_EXPIRED","error":""}""",
            "<!DOCTYPE html><title>Maintenance</title>",
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    // Pieces that break parsers.
    private static readonly byte[][] Parts =
    [
        .. ((string[])
        [
            "\"", "\\", "\\u", "\\ud800", "\\udc00\\ud800", "\\u0000", "{", "}", "[", "]", ":", ",", "null", "true", "1e999", "-0", "0", "//", "/**/", "\uFEFF",
            "\"error\":", "\"status\":", "\"data\":", "\"response\":", "\"otp_verified\"", "\"200\"", "NaN", "\u202E", "\u2028", "\0", "{\"error\":{\"error\":",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], new byte[64],
    ];

    private static readonly HttpStatusCode[] Statuses =
        [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests, HttpStatusCode.BadGateway, (HttpStatusCode)999];

    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Pick(Answers),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Int[0, 8], Gen.OneOf(Pick(Parts), Gen.Byte.Array[1, 4])).Array[0, 3],
        (answer, mutations) => mutations.Aggregate(answer, (body, m) => Mutate(body, m.Item1, m.Item2 % (body.Length + 1), m.Item3, m.Item4)));

    private static readonly Gen<byte[]> Any = Gen.Frequency(
        (6, Mutated),
        (1, Gen.Byte.Array[0, 100]),
        (1, Pick(Parts).Array[0, 30].Select(parts => parts.SelectMany(part => part).ToArray())));

    [Fact]
    public void Anything_becomes_one_of_our_codes()
    {
        var successes = 0;
        var mapped = 0;
        Gen.Select(Any, Pick(Statuses), Gen.Bool).Sample(
            (body, status, verify) =>
            {
                var operation = verify ? WireOperation.Verify : WireOperation.Generate;
                var outcome = AnswerParser.Parse(operation, status, body, null, Options, Secrets);
                if (outcome.Result.Succeeded)
                {
                    Interlocked.Increment(ref successes);
                    Assert.Equal(HttpStatusCode.OK, status);
                    Assert.Equal(Offer18Delivery.Answered, outcome.Result.Delivery);
                    Assert.True(outcome.Result.RequestId is not { Length: 0 or > 512 });
                    return;
                }

                Assert.Contains(outcome.Result.ErrorCode!, OtpErrorTable.Codes);
                if (outcome.Reason is null)
                {
                    Interlocked.Increment(ref mapped);
                }

                Assert.True(outcome.Unmapped is not { Text.Length: 0 or > 200 });
                Assert.True(outcome.Unmapped?.Text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029') is not true);
                Assert.DoesNotMatch(@"\d{6}", outcome.Unmapped?.Text ?? "");
            },
            iter: Inputs,
            writeLine: output.WriteLine);

        output.WriteLine($"{successes:N0} successes, {mapped:N0} errors that were recognised");
        Assert.InRange(successes, Inputs / 1000, Inputs);
        Assert.InRange(mapped, Inputs / 1000, Inputs);
    }

    private static Gen<T> Pick<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static byte[] Mutate(byte[] body, int kind, int at, int length, byte[] part)
    {
        var end = Math.Min(at + length, body.Length);
        return kind switch
        {
            0 => [.. body[..at], .. part, .. body[at..]],
            1 => [.. body[..at], .. part, .. body[end..]],
            2 => [.. body[..at], .. body[end..]],
            _ => [.. body[..at], .. body[at..end], .. body[at..]],
        };
    }
}
