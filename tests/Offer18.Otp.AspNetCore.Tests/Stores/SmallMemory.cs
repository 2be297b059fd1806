using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Stores;

/// <summary>The room of stores in memory that hold few entries.</summary>
internal sealed class SmallMemory : IDisposable
{
    public const int MaxEntries = 1_000;

    private readonly ServiceProvider _services;

    public SmallMemory(TimeProvider clock, int maxEntries = MaxEntries)
    {
        var services = new ServiceCollection();
        services.AddOptions<Offer18OtpOptions>("small").Configure(options => options.Limits.MaxEntries = 10);
        services.AddOptions<Offer18OtpOptions>("large").Configure(options => options.Limits.MaxEntries = maxEntries);
        _services = services.BuildServiceProvider();
        Full = new FullMemory(clock);
        Room = new MemoryRoom(_services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>(), [new("small"), new("large")], Full);
    }

    public MemoryRoom Room { get; }

    public FullMemory Full { get; }

    public void Dispose() => _services.Dispose();
}
