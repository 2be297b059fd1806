using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>An error, where it leads, and what it offers. A part of <see cref="OtpVerification"/>, and of no use alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class WhatWentWrong : ComponentBase
{
    [CascadingParameter]
    internal WhatWentWrongModel Model { get; set; } = default!;

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;
}
