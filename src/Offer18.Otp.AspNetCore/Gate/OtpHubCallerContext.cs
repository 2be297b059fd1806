using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>A hub's connection for one call: its user carries the proofs that opened the call's gates.</summary>
internal sealed class OtpHubCallerContext(HubCallerContext connection, ClaimsPrincipal user) : HubCallerContext
{
    public override ClaimsPrincipal User => user;

    public override string ConnectionId => connection.ConnectionId;

    public override string? UserIdentifier => connection.UserIdentifier;

    public override IDictionary<object, object?> Items => connection.Items;

    public override IFeatureCollection Features => connection.Features;

    public override CancellationToken ConnectionAborted => connection.ConnectionAborted;

    public override void Abort() => connection.Abort();
}
