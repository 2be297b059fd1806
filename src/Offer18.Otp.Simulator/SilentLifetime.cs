using Microsoft.Extensions.Hosting;

namespace Offer18.Otp.Simulator;

/// <summary>Leaves Ctrl+C and SIGTERM to the host around the server. The usual lifetime would handle them itself.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
