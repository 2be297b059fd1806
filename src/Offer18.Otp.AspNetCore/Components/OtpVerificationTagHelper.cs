using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Offer18.Otp.AspNetCore;

/// <summary>
/// <see cref="OtpVerification"/> in Razor Pages and MVC, after <c>@addTagHelper *, Offer18.Otp.AspNetCore</c>. Content goes into
/// <c>&lt;offer18-otp-slot&gt;</c> elements inside it, with the name <c>consent</c>, <c>number</c>, <c>code</c> or <c>verified</c>.
/// </summary>
[HtmlTargetElement("offer18-otp-verification")]
public sealed class OtpVerificationTagHelper : TagHelper
{
    /// <summary>See <see cref="OtpVerification.Campaign"/>.</summary>
    public string Campaign { get; set; } = "";

    /// <summary>See <see cref="OtpVerification.ReturnUrl"/>.</summary>
    public string? ReturnUrl { get; set; }

    /// <summary>See <see cref="OtpVerification.AlreadySubscribedUrl"/>.</summary>
    public string? AlreadySubscribedUrl { get; set; }

    /// <summary>See <see cref="OtpVerification.SubmitText"/>.</summary>
    public string? SubmitText { get; set; }

    /// <summary>See <see cref="OtpVerification.VerifyText"/>.</summary>
    public string? VerifyText { get; set; }

    /// <summary>See <see cref="OtpVerification.DefaultCountry"/>.</summary>
    public string? DefaultCountry { get; set; }

    /// <summary>See <see cref="OtpVerification.ConsentSteps"/>.</summary>
    public OtpConsentSteps ConsentSteps { get; set; } = OtpConsentSteps.Both;

    /// <summary>See <see cref="OtpVerification.AutoSubmit"/>.</summary>
    public bool AutoSubmit { get; set; }

    /// <summary>See <see cref="OtpVerification.Headless"/>.</summary>
    public bool Headless { get; set; }

    /// <summary>See <see cref="OtpVerification.Nonce"/>.</summary>
    public string? Nonce { get; set; }

    /// <summary>The view.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = default!;

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        var slots = OtpSlotTagHelper.Collect(context);
        await output.GetChildContentAsync();
        await new ComponentTagHelper
        {
            ViewContext = ViewContext,
            ComponentType = typeof(OtpVerification),
            RenderMode = RenderMode.Static,
            Parameters =
            {
                [nameof(OtpVerification.Campaign)] = Campaign,
                [nameof(OtpVerification.ReturnUrl)] = ReturnUrl,
                [nameof(OtpVerification.AlreadySubscribedUrl)] = AlreadySubscribedUrl,
                [nameof(OtpVerification.SubmitText)] = SubmitText,
                [nameof(OtpVerification.VerifyText)] = VerifyText,
                [nameof(OtpVerification.DefaultCountry)] = DefaultCountry,
                [nameof(OtpVerification.ConsentSteps)] = ConsentSteps,
                [nameof(OtpVerification.AutoSubmit)] = AutoSubmit,
                [nameof(OtpVerification.Headless)] = Headless,
                [nameof(OtpVerification.Nonce)] = Nonce,
                [nameof(OtpVerification.ConsentContent)] = ByOperator("consent"),
                [nameof(OtpVerification.NumberContent)] = Content("number"),
                [nameof(OtpVerification.CodeContent)] = ByOperator("code"),
                [nameof(OtpVerification.VerifiedContent)] = Content("verified"),
            },
        }.ProcessAsync(context, output);

        RenderFragment? Content(string slot) => slots.TryGetValue(slot, out var html) ? builder => builder.AddMarkupContent(0, html) : null;

        RenderFragment<string?>? ByOperator(string slot) => slots.Keys.Any(key => key == slot || key.StartsWith($"{slot}@", StringComparison.Ordinal))
            ? name => Content($"{slot}@{name}") ?? Content(slot) ?? (_ => { })
            : null;
    }
}
