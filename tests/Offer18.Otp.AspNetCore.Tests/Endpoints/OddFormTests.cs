using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>Bodies that no browser sends: each is the client's mistake, and never an error of the site.</summary>
public sealed class OddFormTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data; boundary=XX";

    /// <summary>A content type and a body for each way in which a form can be unreadable or strange.</summary>
    public static IReadOnlyDictionary<string, (string? Type, string Body)> Odd { get; } = new Dictionary<string, (string?, string)>
    {
        ["no content type"] = (null, "msisdn=1"),
        ["a content type that is none"] = ("a/b/c;;;", "x"),
        ["no boundary"] = ("multipart/form-data", "x"),
        ["an empty boundary"] = ("multipart/form-data; boundary=\"\"", "x"),
        ["a boundary that is too long"] = ($"multipart/form-data; boundary={new string('b', 200)}", "x"),
        ["no part"] = (Multipart, "%"),
        ["an empty body"] = (Multipart, ""),
        ["a part that is cut off"] = (Multipart, "--XX\r\nContent-Disposition: form-data; name=\"msisdn\""),
        ["a part without an end"] = (Multipart, "--XX\r\nContent-Disposition: form-data; name=\"msisdn\"\r\n\r\n1\r\n"),
        ["a part without a name"] = (Multipart, Part("Content-Disposition: form-data")),
        ["a part without a disposition"] = (Multipart, Part("X: y")),
        ["a disposition that is none"] = (Multipart, Part("Content-Disposition: ;;;=")),
        ["a header that is none"] = (Multipart, Part("header")),
        ["too many headers"] = (Multipart, Part(string.Join("\r\n", Enumerable.Range(0, 40).Select(i => $"X{i}: y")))),
        ["a file"] = (Multipart, Part("Content-Disposition: form-data; name=\"msisdn\"; filename=\"f\"")),
        ["a part in UTF-7"] = (Multipart, Part("Content-Disposition: form-data; name=\"msisdn\"\r\nContent-Type: text/plain; charset=utf-7")),
        ["a part in Klingon"] = (Multipart, Part("Content-Disposition: form-data; name=\"msisdn\"\r\nContent-Type: text/plain; charset=klingon")),
        ["UTF-7"] = ($"{Form}; charset=utf-7", "msisdn=1"),
        ["UTF-16"] = ($"{Form}; charset=utf-16", "msisdn=1"),
        ["Klingon"] = ($"{Form}; charset=klingon", "msisdn=1"),
        ["a charset that is none"] = ($"{Form}; charset=", "msisdn=1"),
        ["a key that is too long"] = (Form, $"{new string('k', 3_000)}=1"),
        ["too many keys"] = (Form, string.Join('&', Enumerable.Range(0, 1_100).Select(i => $"a{i}=1"))),
        ["too many values"] = (Form, string.Join('&', Enumerable.Repeat("a=1", 1_100))),
        ["too many bytes"] = (Form, $"msisdn={new string('1', 20_000)}"),
        ["half a percent sign"] = (Form, "msisdn=%zz&%=%"),
        ["bytes that are no UTF-8"] = (Form, "msisdn=%ff%fe&%ff=1"),
        ["half a surrogate"] = (Form, "msisdn=%ed%a0%80"),
        ["a NUL"] = (Form, "msisdn=%00&_handler=%00"),
        ["separators alone"] = (Form, "&&&&=&==&"),
        ["JSON that is none"] = ("application/json", "{"),
        ["JSON in a charset that is none"] = ("application/json; charset=klingon", "{}"),
        ["JSON that is an array"] = ("application/json", "[]"),
        ["JSON that is too deep"] = ("application/json", "{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}"),
        ["XML"] = ("application/xml", "<a/>"),
    };

    [Fact]
    public async Task Each_is_refused_without_a_token_and_with_one_is_no_error_of_ours()
    {
        var log = new LogLines();
        await using var site = await OtpSite.StartAsync(builder => builder.Logging.AddProvider(log));
        using var browser = site.NewBrowser();
        var token = await browser.TokenAsync();

        foreach (var (name, odd) in Odd)
        {
            foreach (var operation in (string[])["generate", "verify", "reset"])
            {
                var refused = await PostAsync(browser, $"/offer18/otp/{operation}", odd, token: null);
                Assert.Equal((name, operation, HttpStatusCode.BadRequest, "forged_request"), (name, operation, refused.Status, refused.Code));
                var answer = await PostAsync(browser, $"/offer18/otp/{operation}", odd, token);
                Assert.Equal((name, operation, ExpectedOf(operation)), (name, operation, answer.Code ?? answer.State));
            }
        }

        Assert.Empty(site.Offer18.Calls);
        // But for what is said at start.
        Assert.Empty(log.AtLeast(LogLevel.Warning).Except(log.Of(1839)));

        static string ExpectedOf(string operation) => operation switch
        {
            "generate" => "invalid_msisdn",
            "verify" => "no_pending_request",
            _ => "none",
        };
    }

    internal static async Task<OtpAnswer> PostAsync(OtpBrowserClient browser, string url, (string? Type, string Body) odd, string? token)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(odd.Body));
        if (odd.Type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", odd.Type);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return await browser.SendAsync(request);
    }

    private static string Part(string headers) => $"--XX\r\n{headers}\r\n\r\n1\r\n--XX--\r\n";
}
