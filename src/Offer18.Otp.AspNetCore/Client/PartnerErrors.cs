using Offer18.Otp.AspNetCore.Client.Words;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Says what a partner's texts mean: the campaign's own map first, then its vocabularies, then the words.</summary>
internal static class PartnerErrors
{
    /// <summary>The word for a text that nobody recognised.</summary>
    public const string ByNobody = "none";

    /// <summary>The texts, also as the log may show them.</summary>
    public static IReadOnlyList<PartnerError> Texts(IEnumerable<AnswerText> texts, IEnumerable<string> secrets, OtpPartnerCalls call)
    {
        string[] known = [.. secrets];
        return [.. texts.Select(text => new PartnerError(text, PartnerText.Show(text.Text, known, mayTellCode: call == OtpPartnerCalls.Generate), PartnerText.Mask(text.Text, known)))];
    }

    /// <summary>The error code that the texts of one answer mean, and what recognised it; null if nobody has mapped them.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <param name="options">The campaign's own texts and vocabularies.</param>
    /// <param name="besideSuccess">Whether a status says success.</param>
    public static (string Code, string By)? Find(
        IReadOnlyList<PartnerError> texts, OtpPartnerCalls call, Offer18ClientOptions options, bool besideSuccess)
    {
        if (texts.Count == 0)
        {
            return null;
        }

        if (FindOwn(texts, options.ErrorCodes) is { } own)
        {
            return (own, "error_codes");
        }

        var codes = options.Vocabularies
            .SelectMany(name => texts.Select(text => PartnerVocabularies.Get(name).Find(text.Text.Text, call)))
            .OfType<string>().Distinct().Take(2).ToArray();
        return codes.Length > 0 ? codes.Length == 1 ? (codes[0], "vocabulary") : null
            : PartnerRules.Find(texts.Select(text => text.Text.Text), call, besideSuccess) is { } read ? (read, "words")
            : null;
    }

    /// <summary>The text that tells the site's owner most; null if there is none.</summary>
    public static AnswerText? MostReadable(IEnumerable<PartnerError> texts)
    {
        var ordered = texts.OrderBy(text => text.Shown.Any(char.IsLetter) ? 0 : PartnerText.IsReadable(text.Shown) ? 1 : 2).ToArray();
        if (ordered is not [var best, .. var others])
        {
            return null;
        }

        var place = others.FirstOrDefault(text => text.IsCode && PartnerText.IsReadable(text.Shown)) is { } code
            ? $"{best.Text.Place}, beside \"{code.Shown}\" in {code.Text.Place}"
            : best.Text.Place;
        return new(place, best.Shown);
    }

    // The whole text, or the text as the log shows it, because the site's owner may have copied it from there.
    private static string? FindOwn(IReadOnlyList<PartnerError> texts, IEnumerable<KeyValuePair<string, string>> own)
    {
        string? code = null;
        foreach (var (ownText, ownCode) in own)
        {
            var key = PartnerText.Normalize(ownText);
            if (texts.Any(text => PartnerText.Normalize(text.Text.Text) == key))
            {
                return ownCode;
            }

            code = texts.Any(text => PartnerText.Normalize(text.Shown) == key || PartnerText.Normalize(text.Masked) == key) ? ownCode : code;
        }

        return code;
    }
}
