using Offer18.Otp.AspNetCore.Stores;
using Xunit;

namespace Offer18.Otp.AspNetCore.Testing;

public abstract partial class OtpRequestStoreContract
{
    [Fact]
    public async Task What_stands_against_a_number_can_be_read_and_is_gone_when_it_ends()
    {
        Assert.Null(await FindNumberAsync());
        await SendAsync(Key);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await EndAttemptAsync(Key, "a", OtpAttemptOutcome.Wrong);
        await EndAttemptAsync(Key, "b", OtpAttemptOutcome.Refused);

        Assert.Equal(new() { Sends = 1, WrongCodes = 1, RefusedChecks = 1, NextSendAt = Now + TimeSpan.FromSeconds(20) }, await FindNumberAsync());
        Clock.Advance(Limits.SendWindow);
        Assert.Equal(new() { WrongCodes = 1, RefusedChecks = 1 }, await FindNumberAsync());
        Clock.Advance(Limits.LockOut.Memory);
        Assert.Null(await FindNumberAsync());
    }

    [Fact]
    public async Task What_stands_against_a_number_says_until_when_it_is_locked()
    {
        await LockAsync();

        var counts = await FindNumberAsync();

        Assert.Equal((3, Now + Limits.LockAfter(3), Now + Limits.LockAfter(3)), (counts!.WrongCodes, counts.LockedUntil, counts.NextSendAt));
    }

    [Fact]
    public async Task A_number_that_is_forgotten_has_nothing_against_it_and_keeps_its_challenges()
    {
        var proved = Limits with { HasProvedNumber = true };
        await LockAsync();
        await SendAsync(Key with { Id = "browser-2" }, limits: proved);
        Assert.Equal(1, (await FindNumberAsync(proved))!.Sends);

        await Store.ForgetNumberAsync(Key.Campaign, Key.MsisdnDigest, Cancellation);

        Assert.Null(await FindNumberAsync());
        Assert.Null(await FindNumberAsync(proved));
        Assert.NotNull(await FindAsync(Key));
        Assert.Equal(OtpSendStatus.Granted, (await BeginSendAsync(Key)).Status);
    }

    [Fact]
    public async Task Only_the_number_that_is_meant_is_forgotten()
    {
        await LockAsync();

        await Store.ForgetNumberAsync(Key.Campaign, new("digest-2"), Cancellation);
        await Store.ForgetNumberAsync("other", Key.MsisdnDigest, Cancellation);

        Assert.NotNull((await FindNumberAsync())!.LockedUntil);
        Assert.Null(await Store.FindNumberAsync("other", Key.MsisdnDigest, Limits, Cancellation));
    }

    private DateTimeOffset Now => Clock.GetUtcNow();

    private async Task LockAsync()
    {
        await SendAsync(Key);
        for (var attempt = 0; attempt < Limits.MaxAttempts; attempt++)
        {
            await EndAttemptAsync(Key, $"a{attempt}", OtpAttemptOutcome.Wrong);
        }
    }

    private ValueTask<OtpNumberCounts?> FindNumberAsync(OtpLimits? limits = null) =>
        Store.FindNumberAsync(Key.Campaign, Key.MsisdnDigest, limits ?? Limits, Cancellation);
}
