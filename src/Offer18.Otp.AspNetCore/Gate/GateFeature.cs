using Microsoft.AspNetCore.Http;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// What a request's gates have found. Each verdict is made once and kept while it is true, so that <see cref="OtpVerifiedHandler"/> and
/// <see cref="OtpResultHandler"/> agree.
/// </summary>
internal sealed class GateFeature
{
    private readonly Dictionary<OtpVerifiedRequirement, (OtpTicket Ticket, GateVerdict Verdict)> _verdicts = [];

    /// <summary>The endpoint that authorization has let the request through to. Routing may have replaced it since.</summary>
    public Endpoint? Authorized { get; set; }

    /// <summary>Whether the endpoint itself asks for the authorization, because the middleware did not. No middleware follows then.</summary>
    public bool IsAtEndpoint { get; set; }

    /// <summary>The feature of a request, made on first use.</summary>
    public static GateFeature For(HttpContext context)
    {
        if (context.Features.Get<GateFeature>() is not { } feature)
        {
            context.Features.Set(feature = new GateFeature());
        }

        return feature;
    }

    /// <summary>
    /// The verdict on a gate. On a connection it is made each time. On other requests it is made again only if the browser's ticket has
    /// changed, or if the proof has become too old in a request that takes long.
    /// </summary>
    public static async ValueTask<GateVerdict> JudgeAsync(HttpContext context, OtpVerifiedRequirement gate, TimeProvider timeProvider)
    {
        var browser = OtpBrowser.For(context, gate.Campaign);
        if (ConnectionRequest.IsOne(context))
        {
            return await MakeAsync(browser, gate, timeProvider);
        }

        var feature = For(context);
        if (!feature._verdicts.TryGetValue(gate, out var made) || made.Ticket != browser.Ticket || HasBecomeTooOld(made.Verdict, gate, timeProvider))
        {
            feature._verdicts[gate] = made = (browser.Ticket, await MakeAsync(browser, gate, timeProvider));
        }

        return made.Verdict;
    }

    private static bool HasBecomeTooOld(GateVerdict verdict, OtpVerifiedRequirement gate, TimeProvider timeProvider) =>
        verdict is { Kind: GateVerdictKind.Open, Proof: { } proof } && !gate.IsMetBy(proof, timeProvider.GetUtcNow());

    private static async ValueTask<GateVerdict> MakeAsync(OtpBrowser browser, OtpVerifiedRequirement gate, TimeProvider timeProvider)
    {
        try
        {
            return await browser.FindProofAsync() switch
            {
                null => new(GateVerdictKind.NoProof),
                var proof => new(gate.IsMetBy(proof, timeProvider.GetUtcNow()) ? GateVerdictKind.Open : GateVerdictKind.TooOld, proof),
            };
        }
        catch (OtpStoreUnavailableException)
        {
            return new(GateVerdictKind.StoreUnavailable);
        }
    }
}
