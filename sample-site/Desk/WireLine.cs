using System.Globalization;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Verification;
using Offer18.Otp.Simulator;

namespace SampleSite.Desk;

/// <summary>A call to Offer18 as the panel shows it: what nobody may read over a shoulder is masked.</summary>
/// <param name="Time">When it came, by the clock of this machine.</param>
/// <param name="Call">The operation and its parameters.</param>
/// <param name="Status">The HTTP status of the answer; null if there was none.</param>
/// <param name="Answer">The answer's body.</param>
internal sealed partial record WireLine(string Time, string Call, int? Status, string Answer)
{
    private const string Mask = "•••";

    // Everything else is a secret, or may be one.
    private static readonly string[] Shown = ["aid", "mid", "partner", "source_id", "source_id_2", "language", "domain"];

    public static WireLine Of(SimulatedCall call) => new(
        call.ReceivedAt.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        string.Join(' ', call.Query.Concat(call.Form).Select(parameter => $"{parameter.Key}={MaskValue(parameter.Key, parameter.Value)}").Prepend(call.Operation)),
        call.Answer?.StatusCode,
        RequestId().Replace(call.Answer?.Body ?? "", Mask));

    private static string MaskValue(string name, string value) => name switch
    {
        "msisdn" => MsisdnMask.Apply(value),
        _ => Shown.Contains(name) ? value : Mask,
    };

    [GeneratedRegex("[0-9A-Za-z]{15,}")]
    private static partial Regex RequestId();
}
