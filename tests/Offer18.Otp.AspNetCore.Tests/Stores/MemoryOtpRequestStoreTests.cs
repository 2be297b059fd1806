using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

public sealed class MemoryOtpRequestStoreTests : OtpRequestStoreContract
{
    private readonly MemoryOtpRequestStore _store;

    public MemoryOtpRequestStoreTests() => _store = new(Clock);

    protected override IOtpRequestStore Store => _store;
}
