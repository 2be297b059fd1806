using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class OwnStoreTests
{
    [Fact]
    public async Task A_store_takes_the_place_of_the_one_in_memory()
    {
        var folder = Directory.CreateTempSubdirectory();
        var database = $"Data Source={Path.Combine(folder.FullName, "proofs.db")};Pooling=False";
        var builder = WebApplication.CreateBuilder();
        var otp = builder.Services.AddOffer18Otp(_ => { });
        otp.AddVerifiedStore(services => new SqliteVerifiedMsisdnStore(
            database, services.GetRequiredService<IDataProtectionProvider>(), services.GetRequiredService<TimeProvider>()));
        await using var app = builder.Build();
        await ((SqliteVerifiedMsisdnStore)app.Services.GetRequiredService<IVerifiedMsisdnStore>()).CreateTablesAsync(CancellationToken.None);
        var site = app.Services;

        Assert.Null(await site.GetRequiredService<IVerifiedMsisdnStore>().FindAsync("", new("digest.proof"), TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);
        Assert.IsType<MemoryOtpRequestStore>(site.GetRequiredService<IOtpRequestStore>());
    }

    [Fact]
    public async Task A_proof_that_somebody_has_put_under_another_id_is_none()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory();
        var database = $"Data Source={Path.Combine(folder.FullName, "proofs.db")};Pooling=False";
        var store = new SqliteVerifiedMsisdnStore(database, new EphemeralDataProtectionProvider(), TimeProvider.System);
        await store.CreateTablesAsync(cancellation);
        var now = TimeProvider.System.GetUtcNow();
        await store.SetAsync(
            new VerifiedMsisdn { Id = new("digest.proof"), Campaign = "", Msisdn = "+447700900123", VerifiedAt = now, ValidUntil = now + TimeSpan.FromMinutes(30) },
            cancellation);
        Assert.NotNull(await store.FindAsync("", new("digest.proof"), cancellation));
        await using (var connection = new SqliteConnection(database))
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "UPDATE proof SET id = 'digest.other'";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        Assert.Null(await store.FindAsync("", new("digest.other"), cancellation));
        folder.Delete(recursive: true);
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
