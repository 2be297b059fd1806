using Microsoft.Extensions.Hosting;

namespace Offer18.Otp.Simulator;

/// <summary>
/// Stops a site in Production from starting with a simulator, mapped or not. Its visitors would wait for an SMS that nobody sends.
/// </summary>
internal sealed class ProductionCheck(Offer18Simulator simulator, IHostEnvironment environment) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">The environment is Production, and the simulator is not allowed there.</exception>
    public static void ThrowIfRefused(Offer18Simulator simulator, IHostEnvironment environment, string who)
    {
        if (environment.IsProduction() && !simulator.Options.AllowInProduction)
        {
            throw new InvalidOperationException(
                $"{who} refuses to run in the Production environment: no SMS is sent, and the simulator's inbox shows every code to "
                + "everyone who can reach it. Set Offer18SimulatorOptions.AllowInProduction to true where the simulator is made "
                + "(AddOffer18Simulator or Offer18SimulatorServer.StartAsync) to allow it all the same, or configure the real Offer18.");
        }
    }

    // This runs before any hosted service starts, even the web server.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        ThrowIfRefused(simulator, environment, "AddOffer18Simulator");
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
