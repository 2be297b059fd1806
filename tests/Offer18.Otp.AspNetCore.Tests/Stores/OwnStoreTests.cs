using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class OwnStoreTests
{
    [Fact]
    public void A_store_takes_the_place_of_the_one_in_memory()
    {
        var otp = new ServiceCollection().AddSingleton(TimeProvider.System).AddOffer18Otp(_ => { });
        otp.AddVerifiedStore(services => new SqliteVerifiedMsisdnStore(
            "Data Source=proofs.db", services.GetRequiredService<IDataProtectionProvider>(), services.GetRequiredService<TimeProvider>()));
        using var site = otp.Services.BuildServiceProvider();

        Assert.IsType<SqliteVerifiedMsisdnStore>(site.GetRequiredService<IVerifiedMsisdnStore>());
        Assert.IsType<MemoryOtpRequestStore>(site.GetRequiredService<IOtpRequestStore>());
    }

    [Fact]
    public void The_sites_own_registration_wins()
    {
        var services = new ServiceCollection().AddSingleton(TimeProvider.System);
        services.AddSingleton<IVerifiedMsisdnStore>(_ => new SqliteVerifiedMsisdnStore("", new EphemeralDataProtectionProvider(), TimeProvider.System));
        var otp = services.AddOffer18Otp(_ => { });
        otp.AddDistributedCacheVerifiedStore();
        using var site = otp.Services.BuildServiceProvider();

        Assert.IsType<SqliteVerifiedMsisdnStore>(site.GetRequiredService<IVerifiedMsisdnStore>());
    }
}
