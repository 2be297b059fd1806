using System.Runtime.CompilerServices;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>Waits for what nobody announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string)"/>
    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string asked = "") =>
        TrueAsync(() => Task.FromResult(condition()), asked);

    /// <summary>Asks until the answer is yes, for two minutes at most: the machine may be busy with other things. A condition that throws ends it.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string asked = "")
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, $"This did not come true in {Patience.TotalMinutes:0} minutes: {asked}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
