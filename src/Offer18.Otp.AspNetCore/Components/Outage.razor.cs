using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Says that no code can be sent for now, and when to come back. A part of <see cref="OtpVerification"/>; it does not work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Outage : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private OutageModel Model => Whole.Outage!;
}
