using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// An error: its text, the field that it is about, and what the visitor can do next. A part of <see cref="OtpVerification"/>; it does not
/// work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class WhatWentWrong : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private WhatWentWrongModel Model => Whole.Error!;
}
