using Microsoft.Extensions.Localization;

// A host's ResourcesPath would also change where our texts are looked up. These two attributes prevent that.
[assembly: ResourceLocation("Localization")]
[assembly: RootNamespace("Offer18.Otp.AspNetCore")]

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// The package's texts, for <see cref="IStringLocalizer{T}"/>. Their source is <c>localization/OtpText*.resx</c>.
/// </summary>
public sealed class OtpText
{
    private OtpText()
    {
    }
}
