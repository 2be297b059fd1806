using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The query with which a module asks for a view. A component on a page of the server gives its module one sealed value, so nobody chooses
/// what it contains: least of all a text that we show or a culture that .NET then keeps for good.
/// </summary>
internal sealed class OtpViewQuery(IDataProtectionProvider dataProtection)
{
    private const string Sealed = "view";
    private const string Culture = "culture";
    private const string Page = "page";
    private const string ReturnUrl = "returnUrl";
    private const string DefaultCountry = "defaultCountry";
    private const string ConsentSteps = "consentSteps";

    private readonly CampaignProtectors _protectors = new(dataProtection, "View");

    public string Seal(string campaign, OtpPageValues values) =>
        $"?{Sealed}={_protectors[campaign].Seal(JsonSerializer.SerializeToUtf8Bytes(values, OtpJson.Web.OtpPageValues))}";

    /// <summary>The values; null if they were not sealed here.</summary>
    public OtpPageValues? Open(string campaign, IQueryCollection query)
    {
        try
        {
            return query[Sealed] is [{ Length: > 0 } value, ..]
                ? JsonSerializer.Deserialize(_protectors[campaign].Open(value), OtpJson.Web.OtpPageValues)
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// What an element in plain HTML says of its page, which no server of ours has rendered. Addresses are local ones. Texts and other
    /// addresses stay in the page: the module puts them in. A country and steps are chosen from what we know.
    /// </summary>
    public static OtpPageValues OfElement(IQueryCollection query) => new(query[Culture], LocalUrl.OrNull(query[Page]), LocalUrl.OrNull(query[ReturnUrl]))
    {
        DefaultCountry = query[DefaultCountry] is [[>= 'A' and <= 'Z', >= 'A' and <= 'Z'] country, ..] ? country : null,
        ConsentSteps = Enum.TryParse<OtpConsentSteps>(query[ConsentSteps], ignoreCase: true, out var steps) && Enum.IsDefined(steps) ? steps : OtpConsentSteps.Both,
    };

    public static string OfElement(OtpPageValues values) => QueryString.Create(new Dictionary<string, string?>
    {
        [Culture] = values.Culture,
        [Page] = values.Page,
        [ReturnUrl] = values.ReturnUrl,
        [DefaultCountry] = values.DefaultCountry,
        [ConsentSteps] = values.ConsentSteps == OtpConsentSteps.Both ? null : values.ConsentSteps.ToString(),
    }.Where(value => value.Value is not null)).ToUriComponent();
}
