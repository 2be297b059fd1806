using System.Text.Json;
using System.Text.Json.Serialization;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Writes a proof's id as its text.</summary>
internal sealed class OtpProofIdConverter : JsonConverter<OtpProofId>
{
    public override OtpProofId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 } text && text[0] != '.' ? new OtpProofId(text) : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, OtpProofId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
