namespace SampleSite.Campaigns;

/// <summary>A campaign that has pages of its own in this site, below <c>/{name}</c>. The rest of it is in the configuration, section <c>Campaigns</c>.</summary>
/// <param name="Name">The campaign's name. Its style sheet and its sign bear it, too.</param>
/// <param name="Languages">What its pages speak. The first one is for visitors who ask for none of them.</param>
/// <param name="Numbers">Numbers to try it with on the simulator.</param>
/// <param name="Light">The browser's own colour around the page.</param>
/// <param name="Dark">The same in a dark scheme.</param>
internal sealed record CampaignSite(string Name, string[] Languages, string[] Numbers, string Light, string Dark)
{
    public static readonly CampaignSite Sadafa = new("sadafa", ["ar", "en"], ["5001 2345", "5002 2345"], "#0b4f5f", "#06303b")
    {
        Title = "sadafa.name",
        Description = "sadafa.description",
        Stop = "sadafa.stop",
    };

    public static readonly CampaignSite Moli = new("moli", ["zh-Hans"], ["+44 7700 900123"], "#f4efe4", "#161513")
    {
        Title = "moli.name",
        Description = "moli.description",
        Stop = "moli.stop",
    };

    private static readonly CampaignSite[] All = [Sadafa, Moli];

    /// <summary>The key of its name's text.</summary>
    public required string Title { get; init; }

    /// <summary>The key of the text for search engines.</summary>
    public required string Description { get; init; }

    /// <summary>The key of the text that says how to stop.</summary>
    public required string Stop { get; init; }

    /// <summary>The campaign whose page answers a request; null on the site's own pages.</summary>
    public static CampaignSite? Of(HttpContext? context) =>
        context?.GetEndpoint()?.Metadata.GetMetadata<CampaignPageAttribute>() is { } page ? All.Single(site => site.Name == page.Campaign) : null;

    /// <summary>Has each campaign speak its own languages. An advertisement in Arabic leads to a page in Arabic, whatever the phone is set to.</summary>
    public static void UseLanguages(IApplicationBuilder app)
    {
        foreach (var site in All)
        {
            app.UseWhen(context => context.Request.Path.StartsWithSegments($"/{site.Name}"), branch => branch.UseRequestLocalization(site.Languages));
        }
    }
}
