using Microsoft.Extensions.Localization;

// A host that sets ResourcesPath would move the look-up of our texts, too: these two pin it.
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
