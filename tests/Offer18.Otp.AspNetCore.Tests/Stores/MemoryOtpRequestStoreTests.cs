using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryOtpRequestStoreTests : OtpRequestStoreContract
{
    private readonly MemoryOtpRequestStore _store;

    public MemoryOtpRequestStoreTests() => _store = new(Clock);

    protected override IOtpRequestStore Store => _store;

    [Fact]
    public async Task What_nobody_comes_back_for_is_forgotten()
    {
        for (var n = 0; n < 100; n++)
        {
            await SendToAsync(n);
        }

        Assert.Equal(200, _store.Count);
        Clock.Advance(TimeSpan.FromDays(1));
        await SendToAsync(100);

        // The last one's challenge, and what is counted for its number.
        Assert.Equal(2, _store.Count);
    }

    private async Task SendToAsync(int n)
    {
        var limits = new Offer18OtpOptions().NumberLimits();
        var key = new OtpChallengeKey("", new($"digest-{n}"), $"browser-{n}");
        var decision = await _store.BeginSendAsync(key, $"4477009001{n:00}", null, limits, TestContext.Current.CancellationToken);
        Assert.NotNull(await _store.EndSendAsync(
            key, decision.Lease!, new(OtpSendOutcome.Sent), limits, TestContext.Current.CancellationToken));
    }
}
