using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// What is different in a campaign for the numbers of one mobile operator, such as its partner at Offer18. What is not set, is as the campaign
/// has it.
/// </summary>
public sealed class OtpOperatorOptions
{
    /// <summary>
    /// The operator's name in logs, metrics and kept challenges: 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores. Required. Two
    /// names of a campaign must not differ only in upper and lower case.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// How the operator's numbers begin: the country code and further digits, such as <c>+964 77</c>, as in E.164. <c>+</c> and spaces can be
    /// left out. The longest prefix decides, and a prefix before a country. Configuration can also give one text, such as
    /// <c>+96477, +96478</c>. Default: none.
    /// </summary>
    public IList<string> Prefixes { get; } = [];

    /// <summary>
    /// The countries (ISO 3166-1 alpha-2) all of whose numbers are the operator's, unless a prefix of another one fits. Each operator has a
    /// prefix or a country, and none that another one has. Configuration can also give one text, such as <c>IQ, KW</c>. Default: none.
    /// </summary>
    public IList<string> Countries { get; } = [];

    /// <summary>The partner's name (<c>partner</c>). Default: the campaign's.</summary>
    public string? Partner { get; set; }

    /// <summary>The partner's <c>userId</c>. Default: the campaign's.</summary>
    public string? UserId { get; set; }

    /// <summary>The type of request (<c>type</c>), sent only with <c>otp_gen</c>. Default: the campaign's.</summary>
    public string? RequestType { get; set; }

    /// <summary>The advertiser's MID (<c>mid</c>), 1 or more. Default: the campaign's.</summary>
    public int? AdvertiserId { get; set; }

    /// <summary>
    /// Further parameters by name. They win over the campaign's of the same name. The host does not start if they contain a name that the
    /// client sends itself. Default: none.
    /// </summary>
    public Offer18Parameters AdditionalParameters { get; } = [];

    /// <summary>
    /// How many digits the operator's codes have, within 4 to 8. Configuration can also give one number. Default: the campaign's.
    /// </summary>
    public OtpCodeLength? CodeLength { get; set; }

    /// <summary>
    /// The partner's own error texts, each with the code that it means, as in <see cref="Offer18ClientOptions.ErrorCodes"/>. They win over the
    /// campaign's. Default: none.
    /// </summary>
    public IDictionary<string, string> ErrorCodes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The names of vocabularies, as in <see cref="Offer18ClientOptions.Vocabularies"/>, in place of the campaign's. Configuration can also give
    /// one text. Default: the campaign's.
    /// </summary>
    public IList<string> Vocabularies { get; } = [];

    /// <summary>How long a whole call may take. More than zero, at most 2 minutes. Default: the campaign's.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The campaign's settings for calls, with these in place of its own.</summary>
    internal Offer18ClientOptions Override(Offer18ClientOptions campaign)
    {
        var settings = new Offer18ClientOptions
        {
            Operator = Name,
            BaseAddress = campaign.BaseAddress,
            ApiKey = campaign.ApiKey,
            AffiliateId = campaign.AffiliateId,
            AdvertiserId = AdvertiserId ?? campaign.AdvertiserId,
            Partner = Own(Partner) ?? campaign.Partner,
            UserId = Own(UserId) ?? campaign.UserId,
            RequestType = Own(RequestType) ?? campaign.RequestType,
            ParameterPlacement = campaign.ParameterPlacement,
            Timeout = Timeout ?? campaign.Timeout,
        };
        settings.AdditionalParameters.Override(campaign.AdditionalParameters);
        settings.AdditionalParameters.Override(AdditionalParameters);
        foreach (var (text, code) in AllErrorCodes(campaign))
        {
            settings.ErrorCodes.Add(text, code);
        }

        foreach (var name in Vocabularies.Count > 0 ? Vocabularies : campaign.Vocabularies)
        {
            settings.Vocabularies.Add(name);
        }

        return settings;

        static string? Own(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }

    // The same text can be written in two ways.
    private IEnumerable<KeyValuePair<string, string>> AllErrorCodes(Offer18ClientOptions campaign)
    {
        var own = ErrorCodes.Keys.Select(PartnerText.Normalize).ToHashSet(StringComparer.Ordinal);
        return campaign.ErrorCodes.Where(mapped => !own.Contains(PartnerText.Normalize(mapped.Key))).Concat(ErrorCodes);
    }
}
