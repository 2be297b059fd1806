namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The settings for calling Offer18 for one campaign.</summary>
public class Offer18ClientOptions
{
    /// <summary>
    /// Offer18's address. A trailing slash is not needed. It must be HTTPS unless the host is loopback, because the key is sent in the
    /// query string. Default <c>https://api.offer18.com/</c>.
    /// </summary>
    public Uri? BaseAddress { get; set; } = new("https://api.offer18.com/");

    /// <summary>Offer18's API key (<c>key</c>). Required. It never appears in a message, log or page.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The affiliate's id (<c>aid</c>). Required, 1 or more.</summary>
    public int AffiliateId { get; set; }

    /// <summary>The advertiser's MID (<c>mid</c>). Required, 1 or more.</summary>
    public int AdvertiserId { get; set; }

    /// <summary>The partner's name (<c>partner</c>). Not sent if empty, which is the default.</summary>
    public string? Partner { get; set; }

    /// <summary>
    /// The partner's <c>userId</c>. It is a setting of the campaign, so it is the same for all visitors. Not sent if empty, which is the
    /// default.
    /// </summary>
    public string? UserId { get; set; }

    /// <summary>The type of request (<c>type</c>), sent only with <c>otp_gen</c>. Not sent if empty, which is the default.</summary>
    public string? RequestType { get; set; }

    /// <summary>
    /// Further parameters by name: <c>language</c>, <c>productId</c>, <c>source_id</c> and the like. They are sent with both calls; those below
    /// <see cref="Offer18Parameters.Generate"/> and <see cref="Offer18Parameters.Verify"/> with one. Default: none. The host does not start if
    /// they contain a name that the client sends itself.
    /// </summary>
    public Offer18Parameters AdditionalParameters { get; } = [];

    /// <summary>Where the parameters other than the credentials are sent. Default <see cref="ParameterPlacement.Query"/>.</summary>
    public ParameterPlacement ParameterPlacement { get; set; }

    /// <summary>
    /// How long a whole call may take, whatever the peer does. More than zero, at most 2 minutes. Default 30 s, the time-out of Offer18's
    /// own script.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The partner's own error texts, each with the code of <see cref="OtpErrorCodes"/> that it means, or with
    /// <see cref="Offer18PartnerAnswers.AlreadyVerified"/>. They win over <see cref="Vocabularies"/> and over what the
    /// words say. The whole text counts; upper and lower case, spaces, underscores, hyphens and full stops make no difference. <c>#</c> stands
    /// for what the log masks, so a text can be copied from the log as it is.
    /// </summary>
    public IDictionary<string, string> ErrorCodes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The names of vocabularies that say what a partner's bare codes mean, such as <c>bdapps</c> or <c>camara</c>; <c>docs/errors.md</c>
    /// lists them. A value that ends in <c>.json</c> is the path of a site's own file, absolute or in the site's folder. Default: none.
    /// </summary>
    public IList<string> Vocabularies { get; } = [];

    /// <summary>The operator whose settings these are; null if they are the campaign's own.</summary>
    internal string? Operator { get; init; }

    /// <summary>The settings for the numbers of an operator. If the campaign has no such operator: these.</summary>
    internal virtual Offer18ClientOptions For(string? operatorName) => this;
}
