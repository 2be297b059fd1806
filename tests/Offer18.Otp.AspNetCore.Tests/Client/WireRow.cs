using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Something that can happen to a call, and what a visitor gets.</summary>
/// <param name="Name">What happens, as <c>docs/errors.md</c> says it.</param>
/// <param name="Script">What the peer does.</param>
/// <param name="Code">The error code; null is success.</param>
/// <param name="HttpStatus">The status that the visitor's browser gets with it.</param>
/// <param name="Delivery">How far the call got.</param>
internal sealed record WireRow(
    string Name, Func<PeerConnection, WireSite, Task> Script, string? Code, int HttpStatus, Offer18Delivery Delivery)
{
    public bool Verify { get; init; }

    /// <summary>The script stalls, and the call's time runs out.</summary>
    public bool TimesOut { get; init; }

    /// <summary>No request must come through.</summary>
    public bool NeverArrives => Delivery == Offer18Delivery.NotSent;

    /// <summary>The peer does not read what it is sent.</summary>
    public bool NeverRead { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the site thinks Offer18 is; the peer's own address if it is null.</summary>
    public Func<ScriptedPeer, Uri>? Address { get; init; }

    public Action<Microsoft.Extensions.DependencyInjection.IHttpClientBuilder>? Http { get; init; }
}
