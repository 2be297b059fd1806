using System.ComponentModel;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The form that asks for the number. A part of <see cref="OtpVerification"/>; it does not work alone.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class NumberStep : ComponentBase
{
    [CascadingParameter]
    internal OtpVerificationModel Whole { get; set; } = default!;

    /// <summary>The content between the number's field and the button.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IStringLocalizer<OtpText> Text { get; set; } = default!;

    private NumberStepModel Model => Whole.Number!;

    private MarkupString? ReturnUrl => Model.ReturnUrl is { } url ? OtpHtml.Of($"""<input type="hidden" name="returnUrl" value="{url}" />""") : null;

    private MarkupString Number => OtpHtml.Of(
        $"""
        <label class="offer18-otp__label" for="{Id(OtpElement.Number)}">{Text["number.label"]}</label>
        <input class="offer18-otp__input" id="{Id(OtpElement.Number)}" name="msisdn" type="tel" autocomplete="tel" enterkeyhint="send" dir="ltr" required{OtpHtml.Attribute("value", Model.Typed)} aria-describedby="{Model.DescribedBy}"{OtpHtml.Attribute("aria-invalid", Model.IsInvalid ? "true" : null)} />
        """);

    private MarkupString Hint => OtpHtml.Of($"""<p class="offer18-otp__hint" id="{Id(OtpElement.Hint)}">{Text["number.hint"]}</p>""");

    private MarkupString Send => OtpHtml.Of($"""<button class="offer18-otp__button" id="{Id(OtpElement.Send)}" type="submit">{Model.SubmitText ?? Text["number.submit"]}</button>""");

    private string Id(OtpElement element) => Model.Ids.For(element);
}
