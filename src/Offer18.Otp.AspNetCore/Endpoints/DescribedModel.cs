using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// A type as the descriptions of endpoints name it. Some generators read the type from here, and fail without it. All else is empty: MVC's own
/// implementation would bring the whole of MVC into a trimmed site.
/// </summary>
internal sealed class DescribedModel(Type type) : ModelMetadata(ModelMetadataIdentity.ForType(type))
{
    public override IReadOnlyDictionary<object, object> AdditionalValues { get; } = new Dictionary<object, object>();

    public override ModelPropertyCollection Properties { get; } = new([]);

    public override string? BinderModelName => null;

    public override Type? BinderType => null;

    public override BindingSource? BindingSource => BindingSource.Body;

    public override bool ConvertEmptyStringToNull => false;

    public override string? DataTypeName => null;

    public override string? Description => null;

    public override string? DisplayFormatString => null;

    public override string? DisplayName => null;

    public override string? EditFormatString => null;

    public override ModelMetadata? ElementMetadata => null;

    public override IEnumerable<KeyValuePair<EnumGroupAndName, string>>? EnumGroupedDisplayNamesAndValues => null;

    public override IReadOnlyDictionary<string, string>? EnumNamesAndValues => null;

    public override bool HasNonDefaultEditFormat => false;

    public override bool HideSurroundingHtml => false;

    public override bool HtmlEncode => true;

    public override bool IsBindingAllowed => true;

    public override bool IsBindingRequired => false;

    public override bool IsEnum => false;

    public override bool IsFlagsEnum => false;

    public override bool IsReadOnly => false;

    public override bool IsRequired => false;

    public override ModelBindingMessageProvider ModelBindingMessageProvider => throw new NotSupportedException("This type is never bound.");

    public override string? NullDisplayText => null;

    public override int Order => 0;

    public override string? Placeholder => null;

    public override Func<object, object?>? PropertyGetter => null;

    public override IPropertyFilterProvider? PropertyFilterProvider => null;

    public override Action<object, object?>? PropertySetter => null;

    public override bool ShowForDisplay => true;

    public override bool ShowForEdit => true;

    public override string? SimpleDisplayProperty => null;

    public override string? TemplateHint => null;

    public override bool ValidateChildren => false;

    public override IReadOnlyList<object> ValidatorMetadata => [];
}
