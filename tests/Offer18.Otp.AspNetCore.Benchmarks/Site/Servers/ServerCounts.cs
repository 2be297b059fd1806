namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>What a server has used since it started, by its own count.</summary>
/// <param name="AllocatedBytes">Everything that was allocated on the managed heap.</param>
/// <param name="CpuMicroseconds">The processor's time, the kernel's part included.</param>
internal sealed record ServerCounts(long AllocatedBytes, double CpuMicroseconds)
{
    public static ServerCounts Now => new(GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime.TotalMicroseconds);
}
