using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Writes a member of an enumeration in lower case with underscores.</summary>
internal sealed class SnakeCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
