using static Offer18.Otp.AspNetCore.Client.Words.Meaning;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>Reads the clauses of a text.</summary>
internal static class ClauseReader
{
    // How many words a denial reaches over: "not currently a valid PIN".
    private const int Reach = 6;

    private static readonly Meanings Nouns = Meanings.Of(
        Code, Number, User, Operator, Balance, Attempt, Request, Reference, Session, Verifying, Consent, Subscription, Charge, Credential,
        Authentication, Sms, Sending, Limit, Landline, Thing, PlainCode, PlainNumber);

    private static readonly Meanings Positive = Meanings.Of(
        Valid, Match, Found, Exists, Enough, Supported, Allowed, Available, Eligible, Active, Subscribed, Verified, Authenticated, Requested, Pending,
        Sent, Chargeable, Belongs, Left, Provisioned, Receive, Balance, Attempt, Brand);

    // Turned round, these say nothing that could be relied on.
    private static readonly Meanings Negative = Meanings.Of(
        Bad, Expired, Expires, Blocked, Barred, Already, Short, Exceeded, Exhausted, Ineligible, Used, Consumed, Purchased, Fraud, Unsupported, Forbidden,
        TooMany, Failed, Refused, Inactive, Unsubscribed, Unverified, Needed, Roaming, Ported, NoLonger);

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
        before.Count > 0 && before.TrueForAll(word => word.Is(Nouns | Left | Filler) || word.Is(Not)) && !after.Exists(word => word.Is(Nouns));

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
        ResolvePlain(words);
        Deny(words);
        words.RemoveAll(word => word.Meanings == Transparent && !words.Exists(other => other.Is(Of)));
        return Combine(words);
    }

    // "country code" is no code, and "number of attempts" is no number.
    private static void ResolvePlain(List<Word> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var before = at > 0 ? words[at - 1] : new(Filler);
            if (words[at].Is(PlainCode))
            {
                words[at] = new(
                    !before.IsKnown || before.Is(Meanings.Of(Thing, Operator, Credential, Reference, Charge, Fraud, Session)) || NextNoun(words, at).Is(Thing)
                        ? Thing
                        : Code);
            }
            else if (words[at].Is(PlainNumber))
            {
                var next = NextNoun(words, at);
                words[at] = new(
                    before.Is(Code) ? Code
                    : !before.IsKnown || before.Is(Meanings.Of(Thing, Request, Session)) || next.Is(Thing) ? Thing
                    : next.Is(Meanings.Of(Attempt, Code, Sms, Sending, Request, PlainCode)) ? Filler
                    : Number);
            }
        }
    }

    // The noun that a word like "number" or "code" governs: "número máximo de intentos", "código de país".
    private static Word NextNoun(List<Word> words, int at)
    {
        for (var next = at + 1; next < words.Count && next <= at + 3; next++)
        {
            if (words[next].Is(Nouns))
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

    private static void Deny(List<Word> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (!words[at].Is(Not) || words[at].Is(Meanings.Of(Bad, Expired)))
            {
                continue;
            }

            words[at] = new(Denied);
            // "n'est pas" denies once.
            var next = words.FindIndex(at + 1, word => !word.Is(Filler));
            if (next > 0 && words[next].Is(Not))
            {
                words.RemoveAt(next);
            }

            Deny(words, at);
        }
    }

    private static void Deny(List<Word> words, int at)
    {
        var end = Math.Min(words.Count, at + 1 + Reach);
        // "No active OTP request found": what was not found is what is denied.
        var found = words.FindIndex(at, end - at, word => word.Is(Meanings.Of(Found, Exists)));
        if (found > at && !words.Skip(at + 1).Take(found - at - 1).Any(word => word.Is(Negative) || word.Is(Meanings.Of(Valid, Or))))
        {
            words[found] = new(Missing);
            for (var between = at + 1; between < found; between++)
            {
                words[between] = new(words[between].Meanings - Meanings.Of(Active, Pending, Requested, Subscribed));
            }

            words[at] = new(Filler);
            return;
        }

        for (var next = at + 1; next < end; next++)
        {
            var word = words[next];
            if (word.Is(Negative))
            {
                return;
            }

            // Of "no balance" and "no attempts" only the next word can be meant.
            if (word.Is(Positive) && (!word.Is(Meanings.Of(Balance, Attempt, Brand)) || word.Is(Subscribed) || words.Skip(at + 1).Take(next - at - 1).All(between => between.Is(Filler))))
            {
                words[next] = new(Opposite(word.Meanings));
                words[at] = new(Filler);
                return;
            }
        }
    }

    private static Meanings Opposite(Meanings meanings) =>
        meanings.Has(Subscribed) ? Unsubscribed
        : meanings.Has(Meanings.Of(Valid, Match)) ? Bad
        : meanings.Has(Meanings.Of(Found, Exists)) ? Missing
        : meanings.Has(Enough) ? Short
        : meanings.Has(Supported) ? Unsupported
        : meanings.Has(Allowed) ? Forbidden
        : meanings.Has(Available) ? Unavailable
        : meanings.Has(Eligible) ? Ineligible
        : meanings.Has(Active) ? Inactive
        : meanings.Has(Verified) ? Unverified
        : meanings.Has(Authenticated) ? AuthenticationFailed
        : meanings.Has(Meanings.Of(Requested, Pending)) ? NotRequested
        : meanings.Has(Chargeable) ? NotChargeable
        : meanings.Has(Brand) ? Meanings.Of(Brand, NotBelongs)
        : meanings.Has(Belongs) ? NotBelongs
        : meanings.Has(Provisioned) ? Unprovisioned
        : meanings.Has(Receive) ? NotReceived
        : meanings.Has(Left) ? Exhausted
        : meanings.Has(Balance) ? Meanings.Of(Balance, Short)
        : meanings.Has(Attempt) ? Meanings.Of(Attempt, Exhausted)
        : Filler;

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
            mentioned |= word.Meanings;
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
        : last.Has(Attempt) && first.Has(Meanings.Of(Sms, Sending, Verifying)) ? first | last
        : last.Has(Verifying) && first.Has(Code) ? first | last
        : last.Has(Meanings.Of(Authentication, Credential)) ? first | last
        : last.Has(User) && first.Has(Thing) ? first | last
        : last.Has(Meanings.Of(Charge, Consent, Sms)) && first.Has(Meanings.Of(User, Consent, Number)) ? first | last
        : last.Has(Code) && first.Has(Sending) ? Sending
        : last.Has(Sending) && first.Has(Meanings.Of(Code, Sms)) ? Sending
        : last.Has(Thing) && first.Has(Meanings.Of(User, Number)) && !first.Has(Code) ? first | last
        : last;
}
