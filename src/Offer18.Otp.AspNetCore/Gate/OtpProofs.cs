using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

internal sealed class OtpProofs(IServiceProvider services, ProofKeeper proofs, OtpResetter resetter) : IOtpProofs
{
    public Task<VerifiedMsisdn?> FindAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        OtpHeaders.ForbidStoring(context.Response);
        return ConnectionRequest.WithServicesAsync(context, services, () => OtpBrowser.For(context, campaign).FindProofAsync()).WaitAsync(cancellationToken);
    }

    public async Task RevokeAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var browser = OtpBrowser.For(context, campaign);
        if (browser.Ticket.ProofId is { } id)
        {
            await proofs.RevokeAsync(campaign, id, ProofKeeper.OfBrowser);
        }

        var caller = await browser.CallerAsync();
        await resetter.ForgetAsync(caller, cancellationToken);
        browser.SetCookie(OtpTicket.New(caller.Agent));
    }

    public Task RevokeMsisdnAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(msisdn);
        return proofs.RevokeAllAsync(campaign, msisdn.TrimStart('+'), cancellationToken);
    }

    public Task RevokeCampaignAsync(string campaign, CancellationToken cancellationToken = default) =>
        proofs.RevokeAllAsync(campaign, null, cancellationToken);
}
