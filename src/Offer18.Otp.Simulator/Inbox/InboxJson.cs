using System.Text.Json;
using System.Text.Json.Serialization;

namespace Offer18.Otp.Simulator.Inbox;

/// <summary>Messages as JSON, without reflection, so that a trimmed site can use the simulator too.</summary>
[JsonSerializable(typeof(IReadOnlyList<SimulatedSms>))]
[JsonSerializable(typeof(SimulatedSms))]
internal sealed partial class InboxJson : JsonSerializerContext
{
    public static readonly InboxJson Web = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));
}
