using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// What the site's operator does about the limits: look what stands against a number or a prefix, take it away, close a prefix by hand. For
/// all nodes that share a store. It is for people the site trusts; <c>docs/limits.md</c> has the endpoints.
/// </summary>
public interface IOtpLimits
{
    /// <summary>What stands against a number.</summary>
    /// <param name="msisdn">The number: digits with the country code, with or without <c>+</c> and spaces.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FormatException">It is no possible number.</exception>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached, or cannot say it.</exception>
    Task<OtpNumberStanding> FindAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes away what stands against a number: codes sent, wrong codes, locks. What stands against its prefix stays, see <see cref="OpenPrefixAsync"/>.
    /// </summary>
    /// <param name="msisdn">The number: digits with the country code, with or without <c>+</c> and spaces.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting. It may still take place.</param>
    /// <exception cref="FormatException">It is no possible number.</exception>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached, or cannot do it.</exception>
    Task ReleaseAsync(string msisdn, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>What stands against a prefix.</summary>
    /// <param name="prefix">A number without its last four digits, as the log writes it: digits with the country code, with or without <c>+</c> and spaces.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FormatException">It is no prefix.</exception>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached.</exception>
    Task<OtpPrefixStanding> FindPrefixAsync(string prefix, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends no code to the numbers of a prefix for 24 h, whatever the mode of the limits. Closing it again begins the time anew. For fewer digits, or for
    /// longer, there is <see cref="OtpLimitOptions.NeverAllow"/>. What <see cref="OtpLimitOptions.AlwaysAllow"/> names gets its codes all the same.
    /// </summary>
    /// <param name="prefix">A number without its last four digits, as the log writes it: digits with the country code, with or without <c>+</c> and spaces.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting. It may still take place.</param>
    /// <exception cref="FormatException">It is no prefix.</exception>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached.</exception>
    Task ClosePrefixAsync(string prefix, string campaign = "", CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a prefix that a guard or the operator has closed, and takes away what was counted against it. The guard closes it again if its codes
    /// still stay unverified.
    /// </summary>
    /// <param name="prefix">A number without its last four digits, as the log writes it: digits with the country code, with or without <c>+</c> and spaces.</param>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="cancellationToken">Stops waiting. It may still take place.</param>
    /// <exception cref="FormatException">It is no prefix.</exception>
    /// <exception cref="OtpStoreUnavailableException">A store cannot be reached.</exception>
    Task OpenPrefixAsync(string prefix, string campaign = "", CancellationToken cancellationToken = default);
}
