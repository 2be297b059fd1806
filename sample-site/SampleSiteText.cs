using Microsoft.Extensions.Localization;

[assembly: ResourceLocation("Localization")]
[assembly: RootNamespace("SampleSite")]

namespace SampleSite;

/// <summary>The site's texts. Their source is <c>localization/SampleSiteText*.resx</c>.</summary>
internal sealed class SampleSiteText;
