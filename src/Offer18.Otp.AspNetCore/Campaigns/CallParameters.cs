using System.Globalization;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>
/// What a call says beside what the campaign itself sets: where the visitor came from, what the partner asks of the visitor, and what a client has
/// posted. Each wins over the one after it, and the campaign's own parameters win over all.
/// </summary>
internal static class CallParameters
{
    // With longer values the address could become too long for the servers in front of Offer18.
    private const int LongestPosted = 256;

    // In a site without languages of its own, our texts are in English.
    private const string OfTexts = "en";

    /// <summary>The parameters of one call, by their names on the wire; null if there are none.</summary>
    /// <param name="settings">The campaign's settings.</param>
    /// <param name="context">What the challenge keeps; null if nothing.</param>
    /// <param name="visitor">The visitor.</param>
    /// <param name="posted">What a client has posted. Only <see cref="Offer18OtpOptions.AllowedParameters"/> count.</param>
    public static Dictionary<string, string>? Of(
        Offer18OtpOptions settings, OtpCampaignContext? context, OtpVisitor visitor, IReadOnlyDictionary<string, string>? posted)
    {
        if (posted is null or { Count: 0 } && context is null or { Landing.Count: 0 } && settings.VisitorParameters.Names.All(name => name.Name is null))
        {
            return null;
        }

        var own = settings.For(context?.Operator).AdditionalParameters;
        // A partner may read names without looking at their case.
        var ofCampaign = own.Keys.Concat(own.Generate.Keys).Concat(own.Verify.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in posted ?? new Dictionary<string, string>())
        {
            Add(settings.AllowedParameters.Contains(name) && value.Length <= LongestPosted && !value.Any(char.IsControl) ? name : null, value);
        }

        Add(settings.VisitorParameters.Address, visitor.Address?.ToString());
        Add(settings.VisitorParameters.Agent, visitor.Agent);
        Add(settings.VisitorParameters.Language, CultureInfo.CurrentUICulture.Name is { Length: > 0 } language ? language : OfTexts);
        foreach (var (name, value) in context?.Landing ?? new Dictionary<string, string>())
        {
            Add(settings.LandingParameters.TryGetValue(name, out var wireName) ? wireName : null, value);
        }

        return parameters;

        void Add(string? name, string? value)
        {
            if (!string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(value) && !WireParameters.IsReserved(name) && !ofCampaign.Contains(name))
            {
                parameters[name] = value;
            }
        }
    }
}
