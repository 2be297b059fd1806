using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryVerifiedMsisdnStoreTests : VerifiedMsisdnStoreContract
{
    private readonly MemoryVerifiedMsisdnStore _store;

    public MemoryVerifiedMsisdnStoreTests() => _store = new(Clock);

    protected override IVerifiedMsisdnStore Store => _store;
}
