using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The ways on for a verified visitor. A part of <see cref="OtpVerification"/>, and of no use alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class VerifiedStep : ComponentBase
{
    [CascadingParameter]
    internal VerifiedStepModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;
}
