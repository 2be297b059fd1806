using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Offer18.Otp.AspNetCore.Campaigns;

/// <summary>The terms of a page as it was rendered for one browser. It travels with the page's forms, sealed.</summary>
/// <param name="Browser">The browser, as <see cref="Verification.OtpCaller.FormId"/> names it: what was shown to another one says nothing.</param>
/// <param name="Texts">The terms by the operator's name; the empty one is for numbers of none, and before there is a number.</param>
/// <param name="Culture">The language of the page.</param>
/// <param name="AskButton">The text of the button that asks for the code.</param>
/// <param name="CodeButton">The text of the button that sends the code.</param>
/// <param name="ConfirmButton">The text of the button that confirms.</param>
/// <param name="At">When the page was rendered.</param>
internal sealed record TermsSnapshot(string Browser, IReadOnlyDictionary<string, string> Texts, string Culture, string AskButton, string CodeButton, string ConfirmButton, DateTimeOffset At)
{
    /// <summary>What stood beside the button that asks for the code.</summary>
    public OtpShownTerms? AtNumber => Of(null, AskButton);

    /// <summary>What stood beside the button that has the code of an operator's number checked.</summary>
    public OtpShownTerms? AtVerify(string? operatorName, bool isConfirmation) => Of(operatorName, isConfirmation ? ConfirmButton : CodeButton);

    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(TermsSnapshot);

    private OtpShownTerms? Of(string? operatorName, string button) => Texts.TryGetValue(operatorName ?? "", out var text) || Texts.TryGetValue("", out text)
        ? new() { Text = text, TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Culture = Culture, Button = button, ShownAt = At }
        : null;
}

/// <summary>A snapshot as JSON.</summary>
[JsonSerializable(typeof(TermsSnapshot))]
internal sealed partial class TermsSnapshotJson : JsonSerializerContext;
