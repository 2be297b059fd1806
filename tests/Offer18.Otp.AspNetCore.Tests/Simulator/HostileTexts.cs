using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>Texts that try to break out of the page.</summary>
internal sealed class HostileTexts : IStringLocalizerFactory, IStringLocalizer
{
    public const string Text = "\"'><b>&amp;";

    public LocalizedString this[string name] => new(name, Text);

    public LocalizedString this[string name, params object[] arguments] => new(name, Text);

    public IStringLocalizer Create(Type resourceSource) => this;

    public IStringLocalizer Create(string baseName, string location) => this;

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
