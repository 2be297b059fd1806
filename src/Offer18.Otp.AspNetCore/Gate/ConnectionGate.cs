using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// The gate on connections: hubs and circuits. A connection outlives the request that started it, so its visitor's proof is looked up again
/// each time.
/// </summary>
internal sealed class ConnectionGate(IServiceProvider services)
{
    private static readonly ConcurrentDictionary<MemberInfo, IAuthorizeData[]> Known = [];

    // Components pass gates on the circuit's thread. The look of every second runs on another one. Each is its own lock: every page has these services, and
    // collections that need none would take a kilobyte.
    private readonly Dictionary<OtpVerifiedRequirement, DateTimeOffset> _passed = [];
    private readonly Queue<Task> _judging = [];

    // Every gate and every page has this service, and only those of connections need what it uses.
    private ProofKeeper Proofs => services.GetRequiredService<ProofKeeper>();

    /// <summary>Whether these services are a circuit's. It is known before any component is made.</summary>
    public bool IsInCircuit { get; private set; }

    /// <summary>Says that these services are a circuit's.</summary>
    public void BeginCircuit() => IsInCircuit = true;

    /// <summary>
    /// Whether a hub is Blazor's own. A circuit can show pages with gates of any campaign, so the proofs of all campaigns are looked up
    /// for it.
    /// </summary>
    public static bool IsCircuit(Hub hub) => hub.GetType().FullName == "Microsoft.AspNetCore.Components.Server.ComponentHub";

    /// <summary>Looks up the proof that a circuit's user carries.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<VerifiedMsisdn?> FindAsync(ClaimsPrincipal user, string campaign) =>
        OtpClaims.ProofId(user, campaign) is { } id
            ? await Proofs.FindAsync(campaign, id, OtpSubject.FromUser(user) ?? OtpClaims.SubjectOf(user, campaign), CancellationToken.None)
            : null;

    /// <summary>Looks up the proof of the browser that started a hub's connection.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<VerifiedMsisdn?> FindAsync(HubCallerContext connection, string campaign)
    {
        // Read once. A connection keeps the cookies that it started with. At a later call its sign-in may have expired, and a second
        // reading would find no user.
        var key = (typeof(ConnectionGate), campaign);
        if (!connection.Items.TryGetValue(key, out var known))
        {
            connection.Items[key] = known = connection.GetHttpContext() is { } request
                ? await ConnectionRequest.WithServicesAsync(request, services, () => OtpBrowser.For(request, campaign).CallerAsync().AsTask())
                : null;
        }

        return known is OtpCaller caller ? await Proofs.FindAsync(caller, CancellationToken.None) : null;
    }

    /// <summary>
    /// What the gates on a hub's endpoint and on its method require. <c>[AllowAnonymous]</c> opens the gates on the endpoint, as it does
    /// for <c>[Authorize]</c>.
    /// </summary>
    public async Task<OtpVerifiedRequirement[]> GatesAsync(HubInvocationContext invocation)
    {
        var endpoint = invocation.Context.GetHttpContext()?.GetEndpoint()?.Metadata;
        var ofHub = endpoint is null
            ? await CombineAsync(DataOf(invocation.Hub.GetType()), [])
            : endpoint.GetMetadata<IAllowAnonymous>() is null
                ? await CombineAsync(endpoint.GetOrderedMetadata<IAuthorizeData>(), endpoint.GetOrderedMetadata<AuthorizationPolicy>())
                : [];
        return [.. ofHub, .. await GatesOfMethodAsync(invocation)];
    }

    /// <summary>What the gates on a hub's method require.</summary>
    public async Task<IEnumerable<OtpVerifiedRequirement>> GatesOfMethodAsync(HubInvocationContext invocation) =>
        DataOf(invocation.HubMethod) is { Length: > 0 } data ? await CombineAsync(data, []) : [];

    /// <summary>Remembers the time at which a passed gate will close because of its <c>MaxAge</c>. Nothing else reports that.</summary>
    public void Remember(OtpVerifiedRequirement gate, VerifiedMsisdn proof)
    {
        if (gate.MaxAge > 0)
        {
            lock (_passed)
            {
                _passed[gate] = proof.VerifiedAt + TimeSpan.FromMinutes(gate.MaxAge);
            }
        }
    }

    /// <summary>Whether a gate that was passed in this circuit has closed since. Each gate is reported once.</summary>
    public bool HaveGatesClosed(DateTimeOffset now)
    {
        lock (_passed)
        {
            var closed = _passed.Where(gate => gate.Value <= now).Select(gate => gate.Key).ToArray();
            foreach (var gate in closed)
            {
                _passed.Remove(gate);
            }

            return closed.Length > 0;
        }
    }

    /// <summary>Notes that a gated component of this circuit asks its gates again.</summary>
    public void Note(Task judging)
    {
        lock (_judging)
        {
            _judging.Enqueue(judging);
        }
    }

    /// <summary>Waits until the gated components of this circuit have asked their gates again, and show what they may.</summary>
    public async Task JudgedAsync()
    {
        while (TryNext(out var judging))
        {
            await judging;
        }

        bool TryNext([NotNullWhen(true)] out Task? judging)
        {
            lock (_judging)
            {
                return _judging.TryDequeue(out judging);
            }
        }
    }

    private static IAuthorizeData[] DataOf(MemberInfo member) =>
        Known.GetOrAdd(member, found => [.. found.GetCustomAttributes(inherit: true).OfType<IAuthorizeData>()]);

    // Without any data this gives the site's fallback policy, as for an endpoint.
    private async Task<IEnumerable<OtpVerifiedRequirement>> CombineAsync(IEnumerable<IAuthorizeData> data, IEnumerable<AuthorizationPolicy> own) =>
        (await AuthorizationPolicy.CombineAsync(services.GetRequiredService<IAuthorizationPolicyProvider>(), data, own))?.Requirements.OfType<OtpVerifiedRequirement>() ?? [];
}
