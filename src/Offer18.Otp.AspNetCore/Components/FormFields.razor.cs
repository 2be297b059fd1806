using System.ComponentModel;
using Microsoft.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>What each form carries beside what the visitor types. A part of <see cref="OtpVerification"/>, and of no use alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class FormFields : ComponentBase
{
    [CascadingParameter]
    internal OtpFormFields Fields { get; set; } = default!;
}
