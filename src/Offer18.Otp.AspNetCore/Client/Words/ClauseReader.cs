using static Offer18.Otp.AspNetCore.Client.Words.Meaning;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>Reads the clauses of a text.</summary>
internal static class ClauseReader
{
    internal static readonly Meanings Nouns = Meanings.Of(
        Code, Number, User, Operator, Balance, Attempt, Request, Reference, Session, Verifying, Consent, Subscription, Charge, Credential,
        Authentication, Sms, Sending, Limit, Landline, Thing, PlainCode, PlainNumber);

    private static readonly Meanings UsedUp = Meanings.Of(Zero, TooMany, Max, Exceeded, Exhausted, NoLonger, Blocked, Barred);

    /// <summary>The clauses, in their order.</summary>
    public static IReadOnlyList<Clause> Read(string text)
    {
        Token[] tokens = [.. Tokenizer.Read(text)];
        List<List<Word>> clauses = [];
        for (var from = 0; from < tokens.Length;)
        {
            var to = from + 1;
            while (to < tokens.Length && tokens[to].Break == TokenBreak.None)
            {
                to++;
            }

            var words = Lexicon.Read(tokens.AsSpan(from..to));
            if (tokens[from].Break == TokenBreak.Soft && clauses.Count > 0 && Continues(clauses[^1], words))
            {
                clauses[^1].AddRange(words);
            }
            else
            {
                clauses.Add(words);
            }

            from = to;
        }

        return [.. clauses.SelectMany(Divide).Select(Read)];
    }

    // "PIN: invalid", "Attempts left: 0"
    private static bool Continues(List<Word> before, List<Word> after) =>
        before.Count > 0 && before.TrueForAll(word => word.Is(Nouns | Left | Filler | Fault) || word.Is(Not)) && !after.Exists(word => word.Is(Nouns));

    private static IEnumerable<List<Word>> Divide(List<Word> words)
    {
        List<Word> clause = [];
        foreach (var word in words)
        {
            if (word.Is(Split))
            {
                yield return clause;
                clause = [];
            }
            else
            {
                clause.Add(word);
            }
        }

        yield return clause;
    }

    private static Clause Read(List<Word> words)
    {
        Faults.Resolve(words);
        PlainNouns.Resolve(words);
        Denial.Apply(words);
        words.RemoveAll(word => word.Meanings == Transparent && !words.Exists(other => other.Is(Of)));
        return Combine(words);
    }

    // Puts nouns together ("OTP request"), and leaves out of what is said the nouns after "for", "by" and the like.
    private static Clause Combine(List<Word> words)
    {
        var said = Meanings.None;
        var mentioned = Meanings.None;
        var subjects = Meanings.None;
        var objects = Meanings.None;
        var noun = Meanings.None;
        var previous = Meanings.None;
        var isApart = false;
        var isObject = false;
        var hasObject = false;
        var isTransparent = false;
        foreach (var word in words)
        {
            mentioned |= word.IsKnown ? word.Meanings : Strange;
            if (word.Meanings == Filler)
            {
                isApart = true;
                continue;
            }

            if (word.Is(Nouns))
            {
                said |= word.Meanings - Nouns;
                var here = word.Meanings & Nouns;
                // "you requested the OTP", "send your code"
                if (here.Has(Code) && (previous.Has(Requested) || noun.Has(Meanings.Of(Sending, Request))))
                {
                    noun = Sending;
                }
                else if (isApart || noun.IsEmpty)
                {
                    End();
                    noun = here;
                }
                else
                {
                    noun = Compound(noun, here);
                }
            }
            else
            {
                // A "subscriber segment" is no subscriber.
                if (!word.IsKnown && !isApart && noun.Has(Meanings.Of(Number, User, Operator, Barred)))
                {
                    noun = Thing;
                }

                End();
                said |= word.Meanings;
                if (word.Is(Meanings.Of(Of, Preposition)))
                {
                    isObject = !(isTransparent && word.Is(Of));
                    hasObject = false;
                }
                else if (!word.Is(Or) && (hasObject || word.IsKnown && !word.Is(Meanings.Of(Brand, Enter, Match, Digits))))
                {
                    isObject = false;
                }

                isTransparent = word.Is(Meanings.Of(Transparent, Max)) || isTransparent && word.Is(Of);
            }

            isApart = false;
            previous = word.Meanings;
        }

        End();
        said |= subjects.IsEmpty ? objects : subjects;
        // "Wrong PIN 2 attempts left": attempts that are left say nothing.
        return new(
            said.Has(Attempt) && said.Has(Meanings.Of(Left, Digits)) && !said.Has(UsedUp) ? said - Attempt : said,
            mentioned | subjects | objects);

        void End()
        {
            if (noun.IsEmpty)
            {
                return;
            }

            _ = isObject ? objects |= noun : subjects |= noun;
            hasObject = true;
            isTransparent = noun.Has(Meanings.Of(Limit, Verifying, Attempt, Sending));
            noun = Meanings.None;
        }
    }

    // The last noun tells what it is: an "OTP request" is a request. Some keep what the first one says.
    private static Meanings Compound(Meanings first, Meanings last) =>
        last.Has(Limit) && first.Has(Meanings.Of(Code, Sms, Sending, Charge, Balance, Request, Attempt)) ? first | last
        : last.Has(Attempt) && first.Has(Meanings.Of(Sms, Sending, Verifying, Charge)) ? first | last
        : last.Has(Meanings.Of(Session, Consent)) && first.Has(Meanings.Of(Charge, Credential, Thing)) ? first | last
        : last.Has(Verifying) && first.Has(Code) ? first | last
        : last.Has(Meanings.Of(Authentication, Credential)) ? first | last
        : last.Has(Meanings.Of(User, Operator)) && first.Has(Thing) ? first | last
        : last.Has(Balance) && first.Has(Meanings.Of(Sms, Thing)) ? first | last
        : last.Has(Meanings.Of(Charge, Consent, Sms)) && first.Has(Meanings.Of(User, Consent, Number)) ? first | last
        : last.Has(Code) && first.Has(Sending) ? Sending
        : last.Has(Sending) && first.Has(Meanings.Of(Code, Sms)) ? Sending
        : last.Has(Thing) && first.Has(Meanings.Of(User, Number)) && !first.Has(Code) ? first | last
        : last;
}
