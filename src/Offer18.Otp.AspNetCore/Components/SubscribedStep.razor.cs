using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Where a visitor goes whose number already has the subscription: to the content, or back to verify another number. A part of
/// <see cref="OtpVerification"/>; it does not work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class SubscribedStep : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private SubscribedStepModel Model => Whole.Subscribed!;
}
