using Offer18.Otp.AspNetCore.Campaigns;

namespace Offer18.Otp.AspNetCore.Tests.Campaigns;

public sealed class PlaceholderTests
{
    [Theory]
    [InlineData("{clickid}")]
    [InlineData("{}")]
    [InlineData("{{click.id}}")]
    [InlineData("{{{CID}}}")]
    [InlineData("${SUBID}")]
    [InlineData("$(sub id)")]
    [InlineData("[cid]")]
    [InlineData("[[cid]]")]
    [InlineData("%%CLICK%%")]
    [InlineData("%CLICK_ID%")]
    [InlineData("__CID__")]
    [InlineData("__CLICK_ID__")]
    [InlineData("<click>")]
    [InlineData("#subid#")]
    [InlineData("##SUBID##")]
    [InlineData("|cid|")]
    [InlineData("@@cid@@")]
    [InlineData("{campaign}-{adset}")]
    [InlineData("{a}_{b} / [c]")]
    [InlineData("%7Bclickid%7D")]
    [InlineData("{ClickId:urlencode}")]
    public void Marks_that_a_tracker_has_not_filled_in_are_known(string value) => Assert.True(Placeholder.Is(value));

    [Theory]
    [InlineData("abc123")]
    [InlineData("w5E8PqK-x_9")]
    [InlineData("_a_")]
    [InlineData("__9f3a__")]
    [InlineData("{3F2504E0-4F89-11D3-9A0C-0305E82C3301}")]
    [InlineData("sub-{adset}-77")]
    [InlineData("100%")]
    [InlineData("50%off%now")]
    [InlineData("a[1]")]
    [InlineData("#1")]
    [InlineData("clickid")]
    [InlineData("fb.1.1554763741205.AbCdEfGhIjKlMnOpQrStUvWxYz1234567890")]
    [InlineData("点击")]
    public void What_a_tracker_gives_is_kept(string value) => Assert.False(Placeholder.Is(value));

    [Fact]
    public void The_longest_value_is_looked_at_in_no_time()
    {
        foreach (var piece in new[] { "{a", "{a}", "__a", "%a", "|a", "[a]_", "#a", "<<a>" })
        {
            Placeholder.Is(string.Concat(Enumerable.Repeat(piece, LandingReader.LongestValue / piece.Length)));
        }
    }
}
