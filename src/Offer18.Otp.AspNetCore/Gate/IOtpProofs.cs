using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Finds the proof of a browser, even where no gate was passed. Revokes proofs when the site calls it, for example because a user signs
/// out, a number changes hands or a campaign ends. The next look-up after the revocation finds the gate closed.
/// </summary>
public interface IOtpProofs
{
    /// <summary>
    /// Finds the proof that is valid for this request; null if there is none. A request looks it up once, however often this is called. A
    /// hub's or circuit's connection looks it up each time. What the answer says is for this visitor alone, so it gets
    /// <c>Cache-Control: no-store</c>, and the output cache does not keep it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task<VerifiedMsisdn?> FindAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>Revokes this browser's proof and forgets its challenge.</summary>
    /// <param name="context">The request. Its response must not have started, because this sets the cookie.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting. The revocation may still take place.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task RevokeAsync(HttpContext context, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>Revokes all proofs of a number that were made until now, in every browser.</summary>
    /// <param name="msisdn">The number: digits with the country code, with or without <c>+</c>.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting. The revocation may still take place.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task RevokeMsisdnAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>Revokes all proofs of a campaign that were made until now.</summary>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting. The revocation may still take place.</param>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    Task RevokeCampaignAsync(string campaign, CancellationToken cancellationToken = default);
}
