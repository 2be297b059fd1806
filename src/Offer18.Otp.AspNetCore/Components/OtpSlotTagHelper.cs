using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Offer18.Otp.AspNetCore;

/// <summary>Content that a page puts into <c>&lt;offer18-otp-verification&gt;</c>.</summary>
[HtmlTargetElement("offer18-otp-slot", ParentTag = "offer18-otp-verification")]
public sealed class OtpSlotTagHelper : TagHelper
{
    private static readonly string[] Names = ["consent", "number", "code", "verified"];

    /// <summary><c>consent</c>, <c>number</c>, <c>code</c> or <c>verified</c>: see the component's parameters that end in <c>Content</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// The operator for whose numbers the content is (<see cref="OtpOperatorOptions.Name"/>), in the slots <c>consent</c> and <c>code</c>. Default: for those
    /// that have no slot of their own.
    /// </summary>
    public string? Operator { get; set; }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException"><see cref="Name"/> is none of the four names.</exception>
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        if (!Names.Contains(Name))
        {
            throw new InvalidOperationException($"<offer18-otp-slot name=\"{Name}\"> is none of {string.Join(", ", Names)}.");
        }

        ((Dictionary<string, string>)context.Items[typeof(OtpSlotTagHelper)])[Operator is null ? Name : $"{Name}@{Operator}"] = (await output.GetChildContentAsync()).GetContent(HtmlEncoder.Default);
        output.SuppressOutput();
    }

    /// <summary>Where the slots within a tag put their HTML.</summary>
    internal static Dictionary<string, string> Collect(TagHelperContext context)
    {
        var slots = new Dictionary<string, string>();
        context.Items[typeof(OtpSlotTagHelper)] = slots;
        return slots;
    }
}
