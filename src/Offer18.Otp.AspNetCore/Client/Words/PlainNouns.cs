using static Offer18.Otp.AspNetCore.Client.Words.Meaning;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>Decides what "code" and "number" are by the words beside them.</summary>
internal static class PlainNouns
{
    /// <summary>"Country code" is no code, and "number of attempts" is no number.</summary>
    public static void Resolve(List<Word> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var before = at > 0 ? words[at - 1] : new(Filler);
            if (words[at].Is(PlainCode))
            {
                words[at] = new(
                    !before.IsKnown || before.Is(Meanings.Of(Thing, Operator, Credential, Reference, Charge, Fraud, Session)) || IsOfAnother(words, at)
                        ? Thing
                        : Code);
            }
            else if (words[at].Is(PlainNumber))
            {
                var next = NextNoun(words, at);
                words[at] = new(
                    before.Is(Code) ? Code
                    : !before.IsKnown || before.Is(Meanings.Of(Thing, Request, Session)) || IsOfAnother(words, at) ? Thing
                    : next.Is(Meanings.Of(Attempt, Code, Sms, Sending, Request, PlainCode)) ? Filler
                    : Number);
            }
            else if (words[at].Is(Session) && !before.IsKnown)
            {
                words[at] = new(Thing);
            }
        }
    }

    // "Código de barras", "nomor rekening", "code client": the word after it says whose code it is, also if nobody knows the word.
    private static bool IsOfAnother(List<Word> words, int at)
    {
        var next = at + 1;
        while (next < words.Count && words[next].Is(Of))
        {
            next++;
        }

        var isOf = next > at + 1;
        return next < words.Count
            && (!words[next].IsKnown || words[next].Is(Thing)
                || isOf && words[next].Is(Meanings.Of(User, Operator, Reference, Charge, Subscription, Credential, Session, Balance)));
    }

    // The noun that a word like "number" or "code" governs: "número máximo de intentos", "código de país".
    private static Word NextNoun(List<Word> words, int at)
    {
        for (var next = at + 1; next < words.Count && next <= at + 3; next++)
        {
            if (words[next].Is(ClauseReader.Nouns))
            {
                return next == at + 1 || words[next - 1].Is(Of) ? words[next] : default;
            }

            if (!words[next].Is(Meanings.Of(Of, Max)))
            {
                break;
            }
        }

        return default;
    }
}
