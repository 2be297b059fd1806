using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// Shown in a circuit in place of gated content. A circuit has no request that the gate could redirect. Put it inside
/// <c>&lt;NotAuthorized&gt;</c> of the interactive router's <c>AuthorizeRouteView</c>, or of an <c>AuthorizeView</c>. It leads the visitor to
/// <see cref="Offer18OtpOptions.VerificationPath"/> and back.
/// </summary>
public sealed partial class OtpVerifyFirst : ComponentBase
{
    private string? _missing;
    private string _link = "";
    private string _style = "";

    /// <summary>
    /// The page that the router found. Its attributes say which campaign and age are required. Null, the default, for a part of a page.
    /// </summary>
    [Parameter]
    public RouteData? RouteData { get; set; }

    /// <summary>
    /// For a part of a page: the campaign that the number must have been verified for. Empty, the default, means the default campaign.
    /// </summary>
    [Parameter]
    public string Campaign { get; set; } = "";

    /// <summary>For a part of a page: how old the verification may be, in minutes. 0, the default, accepts any valid one.</summary>
    [Parameter]
    public int MaxAge { get; set; }

    /// <summary>Shown when something else is missing, such as a sign-in or a role. The visitor needs that first.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private AuthenticationStateProvider Authentication { get; set; } = default!;

    [Inject]
    private IAuthorizationPolicyProvider Policies { get; set; } = default!;

    [Inject]
    private IAuthorizationService Authorization { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private Microsoft.AspNetCore.Routing.LinkGenerator Links { get; set; } = default!;

    [Inject]
    private IOptionsMonitor<Offer18OtpOptions> Options { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private string PathBase => new Uri(Navigation.BaseUri).AbsolutePath.TrimEnd('/');

    private string Here => new Uri(Navigation.Uri).PathAndQuery;

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var requirements = await RequirementsAsync();
        var gates = requirements.OfType<OtpVerifiedRequirement>().ToArray();
        var others = requirements.Except(gates).ToArray();
        _missing = null;
        if (others.Length > 0 && !(await AuthorizeAsync(others)).Succeeded)
        {
            return;
        }

        foreach (var gate in gates)
        {
            if (await JudgeAsync(gate) is not GateVerdictKind.Open and var closed)
            {
                Refuse(gate, closed);
                return;
            }
        }
    }

    private async Task<GateVerdictKind> JudgeAsync(OtpVerifiedRequirement gate)
    {
        var result = await AuthorizeAsync(gate);
        return result switch
        {
            { Succeeded: true } => GateVerdictKind.Open,
            { Failure: { } failure } when failure.FailureReasons.Any(reason => reason.Message == OtpErrorCodes.StoreUnavailable) =>
                GateVerdictKind.StoreUnavailable,
            _ when gate.MaxAge > 0 && (await AuthorizeAsync(gate with { MaxAge = 0 })).Succeeded => GateVerdictKind.TooOld,
            _ => GateVerdictKind.NoProof,
        };
    }

    private void Refuse(OtpVerifiedRequirement gate, GateVerdictKind closed)
    {
        var back = LocalUrl.IsLocal(Here) ? QueryString.Create("returnUrl", Here) : QueryString.Empty;
        // If the proof is too old, the link loads this page again. The page's gate then leads to the verification page, with a notice that
        // a new code is needed. If the store is down, the same link tries again.
        _link = closed == GateVerdictKind.NoProof
            ? $"{PathBase}{LocalUrl.ToHeader(Options.Get(gate.Campaign).VerificationPath)}{back}"
            : Here;
        _style = OtpLinks.Path(Links, PathBase, gate.Campaign, OtpLinks.Style);
        _missing = closed == GateVerdictKind.StoreUnavailable ? OtpErrorCodes.StoreUnavailable : OtpErrorCodes.OtpRequired;
    }

    private async Task<IEnumerable<IAuthorizationRequirement>> RequirementsAsync()
    {
        var data = RouteData?.PageType.GetCustomAttributes(inherit: true).OfType<IAuthorizeData>()
            ?? [new RequireOtpVerifiedAttribute { Campaign = Campaign, MaxAge = MaxAge }];
        return (await AuthorizationPolicy.CombineAsync(Policies, data))?.Requirements ?? [];
    }

    private async Task<AuthorizationResult> AuthorizeAsync(params IAuthorizationRequirement[] requirements) =>
        await Authorization.AuthorizeAsync((await Authentication.GetAuthenticationStateAsync()).User, null, requirements);
}
