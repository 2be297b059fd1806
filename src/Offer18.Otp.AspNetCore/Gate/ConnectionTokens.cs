using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Lets nobody use the connection of a verified visitor who only knows its token. With long polling and server-sent events each call is a
/// request of its own, and names its connection by that token, which is part of the address. A WebSocket can be opened again in the same way, where a
/// site allows stateful reconnects. SignalR compares nothing but the name of a signed-in user. So here each such request must come from a browser
/// with the number that opens the connection's gates.
/// </summary>
internal sealed class ConnectionTokens(IEnumerable<OtpCampaign> campaigns, OtpMeter meter, ILogger<ConnectionTokens> logger) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConcurrentDictionary<string, OtpCaller[]> _holders = [];

    public override int Order => 0;

    /// <summary>Notes who holds a connection that has just begun.</summary>
    public async Task NoteAsync(HubLifetimeContext connection)
    {
        if (connection.Context.GetHttpContext() is not { } request || TokenOf(request) is not { } token)
        {
            return;
        }

        var holders = await ConnectionRequest.WithServicesAsync(request, connection.ServiceProvider, () => Task.WhenAll(campaigns.DistinctBy(campaign => campaign.Name)
            .Select(campaign => OtpBrowser.For(request, campaign.Name))
            .Where(browser => browser.Ticket.ProofId is not null)
            .Select(browser => browser.CallerAsync().AsTask())));
        if (holders.Length > 0)
        {
            _holders[token] = holders;
        }
    }

    public void Forget(HubLifetimeContext connection)
    {
        if (connection.Context.GetHttpContext() is { } request && TokenOf(request) is { } token)
        {
            _holders.TryRemove(token, out _);
        }
    }

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is not null);

    public async Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        if (_holders.IsEmpty || TokenOf(httpContext) is not { } token || !_holders.TryGetValue(token, out var holders))
        {
            return;
        }

        foreach (var holder in holders.Where(holder => !IsHeldBy(OtpBrowser.For(httpContext, holder.Campaign).Ticket, holder.Ticket)))
        {
            await RefuseAsync(httpContext, holder, candidates);
        }
    }

    // A browser gets a new handle when it verifies again.
    private static bool IsHeldBy(OtpTicket ticket, OtpTicket holder) =>
        ticket.Handle == holder.Handle || ticket.ProofId is { } proof && proof.MsisdnDigest == holder.ProofId!.MsisdnDigest;

    // The browser itself loses its cookie when its proof is taken back. Then the connection opens nothing any more, and goes on without it.
    private async Task RefuseAsync(HttpContext request, OtpCaller holder, CandidateSet candidates)
    {
        OtpError refusal;
        try
        {
            if (await request.RequestServices.GetRequiredService<ProofKeeper>().FindAsync(holder, request.RequestAborted) is null)
            {
                return;
            }

            logger.GateClosed(OtpErrorCodes.OtpRequired, holder.Campaign);
            meter.GateRefused(holder.Campaign, GateVerdictKind.NoProof.Reason());
            refusal = new OtpError(OtpErrorCodes.OtpRequired);
        }
        catch (OtpStoreUnavailableException)
        {
            logger.GateClosed(OtpErrorCodes.StoreUnavailable, holder.Campaign);
            meter.GateRefused(holder.Campaign, GateVerdictKind.StoreUnavailable.Reason());
            refusal = new OtpError(OtpErrorCodes.StoreUnavailable);
        }

        var endpoint = new Endpoint(
            context => OtpProblem.Result(context, refusal).ExecuteAsync(context), new EndpointMetadataCollection(new AllowAnonymousAttribute()), "Another browser's connection");
        for (var i = 0; i < candidates.Count; i++)
        {
            candidates.ReplaceEndpoint(i, endpoint, candidates[i].Values);
        }
    }

    // As SignalR reads it, which skips empty values.
    private static string? TokenOf(HttpContext request) => request.Request.Query["id"].ToString() is { Length: > 0 } token ? token : null;
}
