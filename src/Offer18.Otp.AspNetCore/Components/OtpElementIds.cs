namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The ids of a campaign's elements: <c>offer18-otp</c> and <c>offer18-otp-send</c>, for a named campaign
/// <c>offer18-otp-{name}</c> and <c>offer18-otp_{name}-send</c>. No id is that of another campaign's element.
/// </summary>
internal sealed class OtpElementIds(string campaign)
{
    private const string Prefix = "offer18-otp";

    // No id of an element has a hyphen in its last word, so what stands before that word can be the name of one campaign only.
    private readonly string _prefix = campaign.Length == 0 ? Prefix : $"{Prefix}_{campaign}";

    /// <summary>The component's own element, where the page opens after a form was posted.</summary>
    public string Section => campaign.Length == 0 || IsNamedAsAnElement ? _prefix : $"{Prefix}-{campaign}";

    // The default campaign's button has the id that the section of a campaign "send" would have.
    private bool IsNamedAsAnElement => Enum.GetNames<OtpElement>().Contains(campaign, StringComparer.OrdinalIgnoreCase);

    public string For(OtpElement element) => $"{_prefix}-{element.ToString().ToLowerInvariant()}";

    /// <summary>As an attribute takes several.</summary>
    public string For(IEnumerable<OtpElement> elements) => string.Join(' ', elements.Select(For));
}
