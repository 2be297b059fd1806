using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Gate;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// What stands in place of gated content where no request passes the gate, in a circuit: inside <c>&lt;NotAuthorized&gt;</c> of the
/// interactive router's <c>AuthorizeRouteView</c>, or of an <c>AuthorizeView</c>. It leads the visitor to
/// <see cref="Offer18OtpOptions.VerificationPath"/> and back.
/// </summary>
public sealed partial class OtpVerifyFirst : ComponentBase
{
    private string? _missing;
    private string _link = "";

    /// <summary>The page, as the router found it: its attributes say what is asked for. Null, the default, for a part of a page.</summary>
    [Parameter]
    public RouteData? RouteData { get; set; }

    /// <summary>For a part of a page: the campaign that the number must have been verified for; empty, the default, is the default campaign.</summary>
    [Parameter]
    public string Campaign { get; set; } = "";

    /// <summary>What is shown where something else is missing, the sign-in or a role: that comes first.</summary>
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
            if (await AuthorizeAsync(gate) is { Succeeded: false, Failure: var failure })
            {
                await RefuseAsync(gate, isUnknown: failure?.FailureReasons.Any(reason => reason.Message == OtpErrorCodes.StoreUnavailable) == true);
                return;
            }
        }
    }

    private async Task RefuseAsync(OtpVerifiedRequirement gate, bool isUnknown)
    {
        var isTooOld = gate.MaxAge > 0 && (await AuthorizeAsync(gate with { MaxAge = 0 })).Succeeded;
        var back = LocalUrl.IsLocal(Here) ? QueryString.Create("returnUrl", Here) : QueryString.Empty;
        // The page itself, asked for anew: its gate says on the way to the verification that a valid proof will not do.
        _link = isUnknown || isTooOld ? Here : $"{PathBase}{LocalUrl.ToHeader(Options.Get(gate.Campaign).VerificationPath)}{back}";
        _missing = isUnknown ? OtpErrorCodes.StoreUnavailable : OtpErrorCodes.OtpRequired;
    }

    private async Task<IEnumerable<IAuthorizationRequirement>> RequirementsAsync()
    {
        var data = RouteData?.PageType.GetCustomAttributes(inherit: true).OfType<IAuthorizeData>()
            ?? [new RequireOtpVerifiedAttribute { Campaign = Campaign }];
        return (await AuthorizationPolicy.CombineAsync(Policies, data))?.Requirements ?? [];
    }

    private async Task<AuthorizationResult> AuthorizeAsync(params IAuthorizationRequirement[] requirements) =>
        await Authorization.AuthorizeAsync((await Authentication.GetAuthenticationStateAsync()).User, null, requirements);
}
