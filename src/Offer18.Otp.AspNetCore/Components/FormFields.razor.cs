using System.ComponentModel;
using Microsoft.AspNetCore.Components;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The hidden fields of each form: the antiforgery token and the page. A part of <see cref="OtpVerification"/>; it does not work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class FormFields : ComponentBase
{
    [CascadingParameter]
    internal OtpFormFields Fields { get; set; } = default!;
}
