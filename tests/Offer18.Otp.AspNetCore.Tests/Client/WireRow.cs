using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>One thing that can happen to a call, and what the visitor gets.</summary>
/// <param name="Name">What happens, in the words of <c>docs/errors.md</c>.</param>
/// <param name="Script">What the peer does.</param>
/// <param name="Code">The error code; null on success.</param>
/// <param name="HttpStatus">The HTTP status that the visitor's browser gets.</param>
/// <param name="Delivery">How far the call got.</param>
internal sealed record WireRow(
    string Name, Func<PeerConnection, WireSite, Task> Script, string? Code, int HttpStatus, Offer18Delivery Delivery)
{
    public bool Verify { get; init; }

    /// <summary>The script stalls, and the call's time runs out.</summary>
    public bool TimesOut { get; init; }

    /// <summary>No request may arrive.</summary>
    public bool NeverArrives => Delivery == Offer18Delivery.NotSent;

    /// <summary>The peer does not read the request.</summary>
    public bool NeverRead { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The address that the site has for Offer18; null is the peer's own address.</summary>
    public Func<ScriptedPeer, Uri>? Address { get; init; }

    public Action<Microsoft.Extensions.DependencyInjection.IHttpClientBuilder>? Http { get; init; }
}
