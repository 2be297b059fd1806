using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The step between a code and its check, where the campaign asks for one: what the visitor is about to subscribe to, with a button that
/// confirms and one that cancels. A part of <see cref="OtpVerification"/>; it does not work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class ConfirmStep : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    /// <summary>The terms, between the number and the button.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private ConfirmStepModel Model => Whole.Confirm!;
}
