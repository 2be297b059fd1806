using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>An Offer18 that a test makes wait before it is asked to verify, so that what comes meanwhile really comes meanwhile.</summary>
internal sealed class HeldOffer18(IOffer18OtpClient inner, HeldVerifies held) : IOffer18OtpClient
{
    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default) =>
        inner.GenerateAsync(request, cancellationToken);

    public async Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default)
    {
        await held.EnterAsync();
        return await inner.VerifyAsync(request, cancellationToken);
    }
}

/// <summary>Which calls wait, and how many there were.</summary>
internal sealed class HeldVerifies
{
    private TaskCompletionSource _released = new();
    private int _heldUpTo;
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    /// <summary>
    /// Sends all of them at once: they are requests that begin as they are enumerated. The first so many that reach Offer18 wait until all the rest have been answered; were there
    /// more of them, those would not wait.
    /// </summary>
    public async Task<OtpAnswer[]> SendAsync(int hold, IEnumerable<Task<OtpAnswer>> requests)
    {
        _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _heldUpTo = Asked + hold;
        var answers = requests.ToArray();
        await foreach (var _ in Task.WhenEach(answers).Take(answers.Length - hold).WithCancellation(TestContext.Current.CancellationToken))
        {
            // Each has been answered while Offer18 was still thinking.
        }

        _released.SetResult();
        return await Task.WhenAll(answers);
    }

    public Task EnterAsync() => Interlocked.Increment(ref _asked) <= _heldUpTo ? _released.Task : Task.CompletedTask;
}
