using Offer18.Otp.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Tests.Components;

public sealed class OtpElementIdsTests
{
    private static readonly OtpElement[] Elements = Enum.GetValues<OtpElement>();

    [Fact]
    public void The_default_campaign_s_ids_are_short() =>
        Assert.Equal(("offer18-otp", "offer18-otp-send"), (new OtpElementIds("").Section, new OtpElementIds("").For(OtpElement.Send)));

    [Fact]
    public void A_named_campaign_s_ids_have_its_name() => Assert.Equal(
        ("offer18-otp-kuwait-games", "offer18-otp_kuwait-games-send"),
        (new OtpElementIds("kuwait-games").Section, new OtpElementIds("kuwait-games").For(OtpElement.Send)));

    [Fact]
    public void Several_ids_are_written_as_an_attribute_takes_them() =>
        Assert.Equal("offer18-otp-error offer18-otp-hint", new OtpElementIds("").For([OtpElement.Error, OtpElement.Hint]));

    [Fact]
    public void An_id_can_be_used_in_a_selector_as_it_is() =>
        Assert.All(AllIds("a-B_3"), id => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]*$", id));

    // What the proof leans on: the last hyphen of an element's id parts the campaign's name from the element's.
    [Fact]
    public void No_element_s_name_has_a_hyphen_or_an_underscore() =>
        Assert.All(Enum.GetNames<OtpElement>(), name => Assert.Matches("^[A-Za-z]+$", name));

    [Fact]
    public void No_campaign_has_an_id_of_another_whatever_their_names()
    {
        string[] words = [.. Elements.Select(element => element.ToString().ToLowerInvariant()), "a", "-", "_", "--", "otp"];
        string[] campaigns =
        [
            "", .. words, .. words.Select(word => word.ToUpperInvariant()),
            .. from first in words from second in words from between in (string[])["", "-", "_"] select first + between + second,
        ];
        campaigns = [.. campaigns.DistinctBy(campaign => campaign.ToUpperInvariant())];
        var ids = campaigns.SelectMany(AllIds).ToArray();

        Assert.Equal(campaigns.Length * (Elements.Length + 1), ids.Length);
        // Without regard to case, as selectors compare ids on a page in quirks mode.
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static IEnumerable<string> AllIds(string campaign) =>
        [new OtpElementIds(campaign).Section, .. Elements.Select(new OtpElementIds(campaign).For)];
}
