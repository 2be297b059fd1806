using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Finds a client's options. A campaign's client uses the campaign's options. A client added by <c>AddOffer18OtpClient</c> has its own.
/// </summary>
internal sealed class CampaignClientOptions(
    IOptionsMonitor<Offer18OtpOptions> ofCampaigns, IEnumerable<OtpCampaign> campaigns, OptionsMonitor<Offer18ClientOptions> ofClients)
    : IOptionsMonitor<Offer18ClientOptions>
{
    public Offer18ClientOptions CurrentValue => Get("");

    public Offer18ClientOptions Get(string? name) =>
        campaigns.Any(campaign => campaign.Name == (name ?? "")) ? ofCampaigns.Get(name) : ofClients.Get(name);

    public IDisposable? OnChange(Action<Offer18ClientOptions, string?> listener)
    {
        var first = ofCampaigns.OnChange(listener);
        var second = ofClients.OnChange(listener);
        return new Both(first, second);
    }

    private sealed class Both(IDisposable? first, IDisposable? second) : IDisposable
    {
        public void Dispose()
        {
            first?.Dispose();
            second?.Dispose();
        }
    }
}
