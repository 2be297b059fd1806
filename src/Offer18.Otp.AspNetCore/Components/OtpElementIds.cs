namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The ids of a campaign's elements: <c>offer18-otp</c> and <c>offer18-otp-send</c>, for a named campaign <c>offer18-otp-{name}</c> and
/// <c>offer18-otp_{name}-send</c>. No two campaigns share an id.
/// </summary>
internal sealed class OtpElementIds(string campaign)
{
    private const string Prefix = "offer18-otp";

    private static readonly string[] Names = [.. Enum.GetNames<OtpElement>().Select(name => name.ToLowerInvariant())];

    // An element's name has no hyphen. So the last hyphen of an id ends the campaign's name, and two campaigns cannot make the same id.
    private readonly string _prefix = campaign.Length == 0 ? Prefix : $"{Prefix}_{campaign}";

    /// <summary>The id of the component's own element. After a form was posted, the page opens there.</summary>
    public string Section => campaign.Length == 0 || IsNamedAsAnElement ? _prefix : $"{Prefix}-{campaign}";

    // The default campaign's button has the id that the section of a campaign "send" would have.
    private bool IsNamedAsAnElement => Enum.GetNames<OtpElement>().Contains(campaign, StringComparer.OrdinalIgnoreCase);

    public string For(OtpElement element) => $"{_prefix}-{Names[(int)element]}";

    /// <summary>Several ids in one attribute, with spaces between them.</summary>
    public string For(IEnumerable<OtpElement> elements) => string.Join(' ', elements.Select(For));
}
