using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The form that asks for the code, and the ways to another code and another number. A part of <see cref="OtpVerification"/>, and of no use alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class CodeStep : ComponentBase
{
    [CascadingParameter]
    internal CodeStepModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;
}
