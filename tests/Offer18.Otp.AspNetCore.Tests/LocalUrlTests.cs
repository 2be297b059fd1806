using CsCheck;

namespace Offer18.Otp.AspNetCore.Tests;

/// <summary>What a visitor may be sent to, judged by what a browser makes of it. <c>CrossOriginTests</c> asks a browser.</summary>
public sealed class LocalUrlTests
{
    private static readonly Uri Site = new("https://site.example/offer18/otp/verify");

    [Theory]
    [InlineData("/")]
    [InlineData("/premium")]
    [InlineData("/a//b")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b/..")]
    [InlineData("/..")]
    [InlineData("/.well-known/x")]
    [InlineData("/...//b")]
    [InlineData("/.//..//..")]
    [InlineData("/a/b/..//c")]
    [InlineData("/@user")]
    [InlineData("/;@host")]
    [InlineData("/a:b@c")]
    [InlineData("/?next=//host")]
    [InlineData("/a?b=/..//host#/..//host")]
    [InlineData("/a?b=%252525252Fhost")]
    [InlineData("/游戏/%E6%B8%B8")]
    [InlineData("/a%20b")]
    [InlineData("/100%")]
    public void It_leads_to_this_host(string url) => Assert.True(LocalUrl.IsLocal(url));

    [Theory]
    [InlineData("")]
    [InlineData("premium")]
    [InlineData("//host")]
    [InlineData("///host")]
    [InlineData("/\\host")]
    [InlineData("\\\\host")]
    [InlineData("/\t/host")]
    [InlineData("/\n/host")]
    [InlineData("/\r\n/host")]
    [InlineData("/ /host")]
    [InlineData("/..//host")]
    [InlineData("/.//host")]
    [InlineData("/./..//host")]
    [InlineData("/../..//host")]
    [InlineData("/a/..//host")]
    [InlineData("/a/b/../..//host")]
    [InlineData("/a/.././/host")]
    [InlineData("/..///host")]
    [InlineData("//.")]
    [InlineData("//../host")]
    [InlineData("/%2f../host")]
    [InlineData("/..//")]
    [InlineData("/.//.")]
    [InlineData("/..//%09..")]
    [InlineData("/..//\u3000..")]
    [InlineData("/%2e//..%2f")]
    [InlineData("/%2e%2e//host")]
    [InlineData("/.%2E//host")]
    [InlineData("/%2e//host")]
    [InlineData("/a/%2e%2e//host")]
    [InlineData("/%252e%252e//host")]
    [InlineData("/.%252e//host")]
    [InlineData("/..%2fhost%2f../%2fhost")]
    [InlineData("/..%2f/host")]
    [InlineData("/..%5c/host")]
    [InlineData("/..%09//host")]
    [InlineData("/.%09.//host")]
    [InlineData("/.%0a//host")]
    [InlineData("/..\\/host")]
    [InlineData("/%5chost")]
    [InlineData("/%2fhost")]
    [InlineData("/%2f%2fhost")]
    [InlineData("/%252fhost")]
    [InlineData("/%09/host")]
    [InlineData("/%20/host")]
    [InlineData("/..//host?a#b")]
    [InlineData("/..//;@host")]
    [InlineData("/%25252525252fhost")]
    [InlineData("https://host/")]
    [InlineData("javascript:alert(1)")]
    public void It_may_lead_elsewhere(string url) => Assert.False(LocalUrl.IsLocal(url));

    [Fact]
    public void Whatever_is_local_stays_on_the_host_when_it_is_decoded_normalized_and_joined()
    {
        var pieces = OneOf("/", "//", ".", "..", "%2e", "%2E", "%252e", "%2f", "%5c", "\\", "\t", "%09", "%0d", " ", "%20", "host", "a", ";", "@", ":", "?", "#", "%25", "\u3000");
        var accepted = 0;
        pieces.Array[1, 8].Select(parts => "/" + string.Concat(parts)).Sample(url =>
        {
            if (!LocalUrl.IsLocal(url))
            {
                return;
            }

            Interlocked.Increment(ref accepted);
            for (var (decoded, depth) = (url, 0); depth < 3; (decoded, depth) = (Uri.UnescapeDataString(decoded), depth + 1))
            {
                var target = new Uri(Site, LocalUrl.ToHeader(decoded));
                Assert.Equal((Site.Host, url), (target.Host, url));
                // What a script or a proxy reads of it, and resolves once more.
                Assert.Equal((Site.Host, url), (new Uri(Site, target.PathAndQuery).Host, url));
                Assert.False(target.AbsolutePath.StartsWith("//", StringComparison.Ordinal), url);
            }
        }, iter: 100_000);
        Assert.InRange(accepted, 1_000, 100_000);
    }

    [Fact]
    public void Addresses_of_plain_words_are_all_local() =>
        OneOf("a", "premium", "a.b", "...", "x-1", "%E6%B8%B8", "游戏", "a b").Array[1, 8].Sample(words => Assert.True(LocalUrl.IsLocal("/" + string.Join('/', words))));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
