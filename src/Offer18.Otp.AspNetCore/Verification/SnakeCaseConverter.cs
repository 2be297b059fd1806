using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Writes a member of an enumeration in lower case with underscores. It stands on the type for those who describe types, and again on each
/// property, where a site's own converters cannot win over it.
/// </summary>
internal sealed class SnakeCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
