using Microsoft.AspNetCore.SignalR;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>The gate on a whole hub.</summary>
[RequireOtpVerified]
public sealed class GatedHub : Hub
{
    public string? Number() => Context.User!.FindFirst("phone_number")?.Value;
}

/// <summary>The gate on one method of a hub.</summary>
public sealed class OpenHub : Hub
{
    public string Open() => Context.ConnectionAborted.IsCancellationRequested ? "closed" : "open";

    [RequireOtpVerified]
    public string? Number() => Context.User!.FindFirst("phone_number")?.Value;
}
