using System.Collections.Frozen;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>Finds a word's meanings: as it is written, as words written together, and with one wrong letter.</summary>
internal static class Lexicon
{
    // A shorter word with another letter is often another word.
    private const int MinMisspelt = 6;

    private const int MinPart = 3;
    private const int MaxJoined = 40;

    /// <summary>The languages, with their words.</summary>
    public static readonly IReadOnlyList<(string Language, (Meaning Meaning, string Words)[] Words)> Languages =
    [
        ("English", English.Words),
        ("Arabic", Arabic.Words),
        ("French", French.Words),
        ("Portuguese", Portuguese.Words),
        ("Spanish", Spanish.Words),
        ("Indonesian", Indonesian.Words),
        ("Operators", Operators.Words),
    ];

    private static readonly Meanings FunctionWords = Meanings.Of(
        Meaning.Filler, Meaning.Of, Meaning.Preposition, Meaning.Or, Meaning.If, Meaning.Split, Meaning.Time, Meaning.Before);

    private static readonly FrozenDictionary<string, Meanings> Phrases = Load();

    private static readonly int LongestPhrase = Phrases.Keys.Max(phrase => phrase.Count(c => c == ' ')) + 1;

    // For misspellings: the words by their first letter.
    private static readonly FrozenDictionary<char, string[]> ByFirst = Phrases.Keys
        .Where(word => word.Length >= MinMisspelt - 1 && !word.Contains(' ', StringComparison.Ordinal))
        .GroupBy(word => word[0])
        .ToFrozenDictionary(words => words.Key, words => words.ToArray());

    /// <summary>The meanings of the words of a clause, with the words that have none.</summary>
    public static List<Word> Read(ReadOnlySpan<Token> clause)
    {
        List<Word> words = [];
        for (var at = 0; at < clause.Length;)
        {
            var length = Math.Min(LongestPhrase, clause.Length - at);
            Meanings meanings = default;
            while (length > 0 && !Phrases.TryGetValue(Join(clause.Slice(at, length)), out meanings))
            {
                length--;
            }

            if (length > 0)
            {
                words.Add(new(meanings));
                at += length;
                continue;
            }

            words.AddRange(ReadAlone(clause[at]));
            at++;
        }

        return words;
    }

    private static List<Word> ReadAlone(Token token) =>
        token.IsNumber ? [new(token.Text.All(c => c == '0') ? Meaning.Zero : Meaning.Digits)]
        : Split(token.Text) ?? [new(Misspelt(token.Text))];

    // Words that are written together: "invalidpin". The fewest words win.
    private static List<Word>? Split(string text)
    {
        if (text.Length is < (2 * MinPart) or > MaxJoined)
        {
            return null;
        }

        var best = new (int Words, int Start)[text.Length + 1];
        for (var end = MinPart; end <= text.Length; end++)
        {
            for (var start = 0; start <= end - MinPart; start++)
            {
                var words = start == 0 ? 1 : best[start].Words > 0 ? best[start].Words + 1 : 0;
                if (words > 0 && (best[end].Words == 0 || words < best[end].Words) && IsPart(text[start..end]))
                {
                    best[end] = (words, start);
                }
            }
        }

        if (best[^1].Words == 0)
        {
            return null;
        }

        List<Word> parts = [];
        for (var end = text.Length; end > 0; end = best[end].Start)
        {
            parts.Add(new(Phrases[text[best[end].Start..end]]));
        }

        parts.Reverse();
        return parts;
    }

    // "concurrent" is not "con current".
    private static bool IsPart(string text) => Phrases.TryGetValue(text, out var meanings) && !(meanings - FunctionWords).IsEmpty;

    // Two words that are as near and do not mean the same leave it open.
    private static Meanings Misspelt(string text)
    {
        if (text.Length < MinMisspelt || text.Length > MaxJoined || !ByFirst.TryGetValue(text[0], out var candidates))
        {
            return Meanings.None;
        }

        var meant = candidates.Where(word => IsOneSlipAway(text, word)).Select(word => Phrases[word]).Distinct().Take(2).ToArray();
        return meant.Length == 1 ? meant[0] : Meanings.None;
    }

    // One letter too many, missing, wrong, or two that changed places.
    private static bool IsOneSlipAway(string text, string word)
    {
        if (Math.Abs(text.Length - word.Length) > 1)
        {
            return false;
        }

        var same = 0;
        while (same < text.Length && same < word.Length && text[same] == word[same])
        {
            same++;
        }

        var t = text.AsSpan(same);
        var w = word.AsSpan(same);
        return t.Length > w.Length ? t[1..].SequenceEqual(w)
            : t.Length < w.Length ? t.SequenceEqual(w[1..])
            : t.IsEmpty
            || t[1..].SequenceEqual(w[1..])
            || t.Length > 1 && t[0] == w[1] && t[1] == w[0] && t[2..].SequenceEqual(w[2..]);
    }

    private static FrozenDictionary<string, Meanings> Load()
    {
        Dictionary<string, Meanings> phrases = new(StringComparer.Ordinal);
        Dictionary<string, Meanings> joined = new(StringComparer.Ordinal);
        foreach (var (meaning, words) in Languages.SelectMany(language => language.Words))
        {
            foreach (var phrase in words.Split(", "))
            {
                Token[] tokens = [.. Tokenizer.Read(phrase)];
                var key = Join(tokens);
                phrases[key] = phrases.GetValueOrDefault(key) | meaning;
                if (tokens.Length > 1)
                {
                    var together = key.Replace(" ", "", StringComparison.Ordinal);
                    joined[together] = joined.GetValueOrDefault(together) | meaning;
                }
            }
        }

        foreach (var (word, meanings) in joined)
        {
            phrases.TryAdd(word, meanings);
        }

        return phrases.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Join(ReadOnlySpan<Token> tokens)
    {
        if (tokens.Length == 1)
        {
            return tokens[0].Text;
        }

        var words = new string[tokens.Length];
        for (var at = 0; at < tokens.Length; at++)
        {
            words[at] = tokens[at].Text;
        }

        return string.Join(' ', words);
    }
}
