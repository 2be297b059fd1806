using Offer18.Otp.AspNetCore.Stores;

namespace SampleSite.Desk;

/// <summary>The same for the counters of the limits.</summary>
internal sealed class ResettableCounterStore(Func<IOtpCounterStore> create) : IOtpCounterStore
{
    private volatile IOtpCounterStore _store = create();

    public void Reset() => _store = create();

    public ValueTask<IReadOnlyList<OtpCount>> TakeAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken) =>
        _store.TakeAsync(counters, cancellationToken);

    public ValueTask GiveBackAsync(IReadOnlyList<OtpCounterReturn> returns, CancellationToken cancellationToken) =>
        _store.GiveBackAsync(returns, cancellationToken);

    public ValueTask<IReadOnlyList<OtpCount?>> FindAsync(IReadOnlyList<OtpCounter> counters, CancellationToken cancellationToken) =>
        _store.FindAsync(counters, cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyList<OtpCounterKey> keys, CancellationToken cancellationToken) =>
        _store.RemoveAsync(keys, cancellationToken);
}
