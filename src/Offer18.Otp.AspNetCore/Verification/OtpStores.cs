using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Calls the stores. If a call fails, it throws <see cref="OtpStoreUnavailableException"/>, which the flow turns into a refusal.
/// </summary>
internal sealed class OtpStores(IOtpRequestStore requests, IVerifiedMsisdnStore verified, IOtpCounterStore counters, ILogger<OtpStores> logger)
{
    /// <summary>
    /// Whether one store keeps both challenges and proofs. It then saves the proof together with the end of the attempt, so that neither is
    /// saved without the other.
    /// </summary>
    public bool IsOneStoreForBoth => ReferenceEquals(requests, verified);

    public ValueTask<T> RequestsAsync<T>(Func<IOtpRequestStore, ValueTask<T>> call) => GuardAsync(requests, call);

    public ValueTask<T> VerifiedAsync<T>(Func<IVerifiedMsisdnStore, ValueTask<T>> call) => GuardAsync(verified, call);

    public ValueTask<T> CountersAsync<T>(Func<IOtpCounterStore, ValueTask<T>> call) => GuardAsync(counters, call);

    public Task CountersAsync(Func<IOtpCounterStore, ValueTask> call) => GuardAsync(counters, store => Done(call(store))).AsTask();

    public Task RequestsAsync(Func<IOtpRequestStore, ValueTask> call) => GuardAsync(requests, store => Done(call(store))).AsTask();

    public Task VerifiedAsync(Func<IVerifiedMsisdnStore, ValueTask> call) => GuardAsync(verified, store => Done(call(store))).AsTask();

    private static async ValueTask<bool> Done(ValueTask call)
    {
        await call;
        return true;
    }

    private async ValueTask<T> GuardAsync<TStore, T>(TStore store, Func<TStore, ValueTask<T>> call)
    {
        try
        {
            return await call(store);
        }
        // A store can be the site's own and throw anything, even a time-out of its own. Whatever it throws, we cannot know that the limits
        // were counted. So the request is refused.
        catch (Exception exception)
        {
            logger.StoreFailed(exception);
            throw new OtpStoreUnavailableException(exception);
        }
    }
}
