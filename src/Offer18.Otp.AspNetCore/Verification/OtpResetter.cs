using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Lets a visitor start again with another number.</summary>
internal sealed class OtpResetter(OtpStores stores, OtpStateReader states, ILogger<OtpResetter> logger)
{
    /// <summary>Forgets the challenge. The counts for its number stay, and so does an earlier proof.</summary>
    public async Task<OtpOutcome> ResetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        var forgotten = await OtpStep.RunAsync(logger, "reset", caller, async () =>
        {
            await ForgetAsync(caller, cancellationToken);
            return new(caller.Ticket.WithoutChallenge());
        });
        return forgotten.Error is null ? await states.GetAsync(caller with { Ticket = forgotten.Ticket }, cancellationToken) : forgotten;
    }

    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task ForgetAsync(OtpCaller caller, CancellationToken cancellationToken)
    {
        if (caller.Ticket.Key(caller.Campaign) is { } key)
        {
            await stores.RequestsAsync(store => store.RemoveAsync(key, cancellationToken));
        }
    }
}
