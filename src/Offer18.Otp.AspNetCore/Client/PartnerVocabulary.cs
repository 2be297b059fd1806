using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What the bare codes of a partner's platform mean. Only its name tells one "1507" from another.</summary>
internal sealed class PartnerVocabulary
{
    // "Attempts left: 4", "Please wait (42)"
    private static readonly Regex Count = new(@"^\s*\d{1,2}\b");

    // "Error code: 4", "Status (15)"
    private static readonly Regex WordForCode = new(@"(?:^|\b|_)(?:code|error|err|status|result)\W*\z", RegexOptions.IgnoreCase);

    private const OtpPartnerCalls Both = OtpPartnerCalls.Generate | OtpPartnerCalls.Verify;

    private readonly FrozenDictionary<string, string> _generate;
    private readonly FrozenDictionary<string, string> _verify;

    private PartnerVocabulary(IReadOnlyCollection<(string Text, string Code, OtpPartnerCalls Calls)> texts)
    {
        _generate = Of(OtpPartnerCalls.Generate);
        _verify = Of(OtpPartnerCalls.Verify);

        FrozenDictionary<string, string> Of(OtpPartnerCalls call) => texts
            .Where(text => text.Calls.HasFlag(call) && OtpErrorTable.CanPartnerMean(text.Code, call))
            .ToFrozenDictionary(text => PartnerText.Normalize(text.Text), text => text.Code, StringComparer.Ordinal);
    }

    /// <summary>The code that a text means on a call: the whole text, or the code before or after it.</summary>
    public string? Find(string text, OtpPartnerCalls call)
    {
        var codes = call == OtpPartnerCalls.Generate ? _generate : _verify;
        return Candidates(text).Select(candidate => codes.GetValueOrDefault(PartnerText.Normalize(candidate))).FirstOrDefault(code => code is not null);
    }

    /// <summary>Reads a vocabulary's file. <c>docs/errors.md</c> describes it.</summary>
    /// <exception cref="FormatException">It is no vocabulary; the message says why.</exception>
    public static PartnerVocabulary Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("texts", out var texts) || texts.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("it has no object \"texts\".");
        }

        Dictionary<string, (string, string, OtpPartnerCalls)> all = new(StringComparer.Ordinal);
        foreach (var text in texts.EnumerateObject())
        {
            foreach (var (code, calls) in Codes(text.Value))
            {
                if (PartnerText.Normalize(text.Name).Length == 0)
                {
                    throw new FormatException($"\"{text.Name}\" has neither letters nor digits.");
                }

                if (code is null || !OtpErrorTable.CanPartnerMean(code, calls))
                {
                    throw new FormatException($"\"{text.Name}\" means \"{code}\", which a partner cannot mean.");
                }

                if (!all.TryAdd($"{PartnerText.Normalize(text.Name)} {calls}", (text.Name, code, calls)))
                {
                    throw new FormatException($"\"{text.Name}\" is there twice.");
                }
            }
        }

        return new(all.Values);
    }

    private static IEnumerable<(string? Code, OtpPartnerCalls Calls)> Codes(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                yield return (value.GetString(), Both);
                break;
            case JsonValueKind.Object:
                foreach (var call in value.EnumerateObject())
                {
                    yield return (call.Value.ValueKind == JsonValueKind.String ? call.Value.GetString() : null, call.Name switch
                    {
                        "generate" => OtpPartnerCalls.Generate,
                        "verify" => OtpPartnerCalls.Verify,
                        _ => OtpPartnerCalls.None,
                    });
                }

                break;
            default:
                yield return (null, Both);
                break;
        }
    }

    // "E1850", "E1850: Invalid OTP", "1507 - expired", "Failed (1507)", "Error E1850"
    private static IEnumerable<string> Candidates(string text)
    {
        yield return text;
        var end = text.AsSpan().IndexOfAny(":|,([");
        var dash = text.IndexOf(" - ", StringComparison.Ordinal);
        end = dash >= 0 && (end < 0 || dash < end) ? dash : end;
        if (end > 0)
        {
            yield return Word(text[..end]);
        }

        // After words a number of one or two digits only counts something.
        if (text.AsSpan().LastIndexOfAny("([:") is >= 0 and var begin
            && (!Count.IsMatch(text[(begin + 1)..]) || begin == 0 || WordForCode.IsMatch(text[..begin])))
        {
            yield return text[(begin + 1)..];
        }
    }

    // Before "E1850" can stand "Error".
    private static string Word(string text) => text.Trim().Split(' ') is [_, var code] ? code : text;
}
