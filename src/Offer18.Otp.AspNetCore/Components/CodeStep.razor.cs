using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The form that asks for the code, with the buttons for a new code and for another number. A part of <see cref="OtpVerification"/>; it
/// does not work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class CodeStep : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    /// <summary>The content between the code's field and the button.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private CodeStepModel Model => Whole.Code!;
}
