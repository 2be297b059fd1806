namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>
/// Counts sends and wrong codes by browser, address, prefix, country and campaign. Each operation on one counter is atomic across all nodes of
/// the site, and uses the store's own clock. An operation that cannot be carried out throws, and the flow then refuses the request: a limit
/// that cannot be counted must not be passed. What the other counters of the same operation have counted may then stay counted.
/// </summary>
public interface IOtpCounterStore
{
    /// <summary>Takes one from each counter, side by side: whether one grants it does not depend on the others.</summary>
    /// <param name="counters">The counters, each at most once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>An answer for each counter, in their order.</returns>
    ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken);

    /// <summary>
    /// Gives back what was taken. No counter falls below zero. One that is gone stays gone, unless something has succeeded. One
    /// to which all was given back is gone, unless it has refused since it last took: so requests that are refused leave nothing behind. It may go on
    /// after the request that it belongs to, so a store must not live in the request's scope.
    /// </summary>
    /// <param name="returns">What is given back, each counter at most once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken);

    /// <summary>What stands in each counter. It is no try, and changes nothing.</summary>
    /// <param name="counters">The counters, each at most once.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// An answer for each counter, in their order: <see cref="OtpCount.IsGranted"/> says whether it would take one. Null for a counter that does not exist.
    /// </returns>
    ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken);

    /// <summary>Forgets counters.</summary>
    /// <param name="keys">The counters' names.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken);
}
