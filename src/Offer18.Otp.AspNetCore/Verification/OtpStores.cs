using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>The stores, each call of which either works or fails in the one way that the flow turns into a refusal.</summary>
internal sealed class OtpStores(IOtpRequestStore requests, IVerifiedMsisdnStore verified, ILogger<OtpStores> logger)
{
    /// <summary>One store is both: it keeps the proof along with the end of the attempt, and the two cannot come apart.</summary>
    public bool AreOne => ReferenceEquals(requests, verified);

    public Task<T> RequestsAsync<T>(Func<IOtpRequestStore, ValueTask<T>> call) => GuardAsync(() => call(requests));

    public Task<T> VerifiedAsync<T>(Func<IVerifiedMsisdnStore, ValueTask<T>> call) => GuardAsync(() => call(verified));

    public Task RequestsAsync(Func<IOtpRequestStore, ValueTask> call) => GuardAsync(() => Done(call(requests)));

    public Task VerifiedAsync(Func<IVerifiedMsisdnStore, ValueTask> call) => GuardAsync(() => Done(call(verified)));

    private static async ValueTask<bool> Done(ValueTask call)
    {
        await call;
        return true;
    }

    private async Task<T> GuardAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        // A store can be anybody's: whatever it throws, a time-out of its own among them, the limits were not counted.
        catch (Exception exception)
        {
            logger.StoreFailed(exception);
            throw new OtpStoreUnavailableException(exception);
        }
    }
}
