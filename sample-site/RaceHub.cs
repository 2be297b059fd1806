using Microsoft.AspNetCore.SignalR;
using Offer18.Otp.AspNetCore;

namespace SampleSite;

/// <summary>A race of one snail. Everybody may watch. Visitors with a verified number may push the snail on.</summary>
public sealed class RaceHub : Hub
{
    private const int Length = 20;

    private static int _position;

    public int Position() => Volatile.Read(ref _position) % (Length + 1);

    /// <summary>The gate on a single method of a hub.</summary>
    [RequireOtpVerified]
    public Task Step() => Clients.All.SendAsync("moved", Interlocked.Increment(ref _position) % (Length + 1));
}
