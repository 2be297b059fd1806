using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// What was verified in a browser, also where no gate was passed, and how to take it back: when a user signs out, when a number
/// changes hands, when a campaign ends. What is revoked opens no gate from its next look-up on.
/// </summary>
public interface IOtpProofs
{
    /// <summary>The verification that serves this request, looked up once however often it is asked for; null when there is none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task<VerifiedMsisdn?> FindAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>Takes back what was verified in this browser, and forgets a pending number of it.</summary>
    /// <param name="context">The request; its answer must not have begun.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task RevokeAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>Takes back every verification of a number until now, in whichever browser.</summary>
    /// <param name="msisdn">The number: digits with the country code, with or without <c>+</c>.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task RevokeMsisdnAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>Takes back every verification for a campaign until now.</summary>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task RevokeCampaignAsync(string campaign, CancellationToken cancellationToken = default);
}
