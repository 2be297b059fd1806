using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// What a verified visitor can do next: continue, or verify another number. A part of <see cref="OtpVerification"/>; it does not work
/// alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class VerifiedStep : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private VerifiedStepModel Model => Whole.Verified!;
}
