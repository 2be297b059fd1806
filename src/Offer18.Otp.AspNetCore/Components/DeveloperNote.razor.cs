using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// Says on the page, in development only, what a developer has to change. A part of <see cref="OtpVerification"/>; it does not work alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class DeveloperNote : ComponentBase
{
    /// <summary>The key of the text.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    /// <summary>The name by which the module finds the note; null, the default, if it does not have to.</summary>
    [Parameter]
    public string? Part { get; set; }

    /// <summary>Whether the note waits until the module shows it. Default false.</summary>
    [Parameter]
    public bool Hidden { get; set; }

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;
}
