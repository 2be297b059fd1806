using Microsoft.AspNetCore.DataProtection;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Testing;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class SqliteVerifiedMsisdnStoreTests : VerifiedMsisdnStoreContract, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private SqliteVerifiedMsisdnStore _store = null!;

    protected override IVerifiedMsisdnStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        var database = $"Data Source={Path.Combine(_folder.FullName, "proofs.db")};Pooling=False";
        _store = new SqliteVerifiedMsisdnStore(database, new EphemeralDataProtectionProvider(), Clock);
        await _store.CreateTablesAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
