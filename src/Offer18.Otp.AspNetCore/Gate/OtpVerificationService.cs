using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

internal sealed class OtpVerificationService(IServiceProvider services, OtpProofs proofs, OtpStates states) : IOtpVerification
{
    public Task<VerifiedMsisdn?> FindAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return OtpBrowser.BorrowAsync(context, services, () => OtpBrowser.Of(context, campaign).FindProofAsync()).WaitAsync(cancellationToken);
    }

    public async Task RevokeAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var browser = OtpBrowser.Of(context, campaign);
        if (browser.Ticket.ProofId is { } id)
        {
            await proofs.RevokeAsync(campaign, id);
        }

        await states.ForgetAsync(await browser.CallerAsync(), cancellationToken);
        browser.Write(OtpTicket.New());
    }

    public Task RevokeMsisdnAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(msisdn);
        return proofs.RevokeAllAsync(campaign, msisdn.TrimStart('+'), cancellationToken);
    }

    public Task RevokeCampaignAsync(string campaign, CancellationToken cancellationToken = default) =>
        proofs.RevokeAllAsync(campaign, null, cancellationToken);
}
