using System.Collections.Concurrent;
using Offer18.Otp.AspNetCore.Events;

namespace Offer18.Otp.AspNetCore.Tests.Hosting.Documented;

/// <summary>The handler of <c>docs/events.md</c>.</summary>
internal sealed class Doorkeeper(Blocklist blocklist, Bookings bookings) : IOtpEventHandler
{
    public async Task OnSendingAsync(OtpSendingContext context, CancellationToken cancellationToken)
    {
        if (await blocklist.ContainsAsync(context.FullMsisdn!, cancellationToken))
        {
            context.Refuse(OtpErrorCodes.MsisdnBlocked);
        }
    }

    public Task OnVerifiedAsync(OtpVerifiedContext context, CancellationToken cancellationToken) =>
        bookings.AddAsync(context.EventId, context.Operator, context.Landing.GetValueOrDefault("clickid"), context.At, cancellationToken);
}

internal sealed class Bookings
{
    public ConcurrentDictionary<string, (string? Operator, string? Click)> All { get; } = [];

    public Task AddAsync(string eventId, string? operatorName, string? click, DateTimeOffset at, CancellationToken cancellationToken)
    {
        All[eventId] = (operatorName, click);
        return Task.CompletedTask;
    }
}

internal sealed class Blocklist
{
    public HashSet<string> Numbers { get; } = [];

    public Task<bool> ContainsAsync(string msisdn, CancellationToken cancellationToken) => Task.FromResult(Numbers.Contains(msisdn));
}
