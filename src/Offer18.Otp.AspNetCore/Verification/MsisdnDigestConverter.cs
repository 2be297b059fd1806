using System.Text.Json;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Writes a digest as its text.</summary>
internal sealed class MsisdnDigestConverter : JsonConverter<MsisdnDigest>
{
    public override MsisdnDigest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text ? new MsisdnDigest(text) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, MsisdnDigest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
