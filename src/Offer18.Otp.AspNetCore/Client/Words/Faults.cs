using static Offer18.Otp.AspNetCore.Client.Words.Meaning;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>Decides whether the word "error" says anything.</summary>
internal static class Faults
{
    /// <summary>An "unknown error" is a machine's. Otherwise the word only stands before what is meant.</summary>
    public static void Resolve(List<Word> words)
    {
        var isUnknown = words.Exists(word => word.Is(Unknown));
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at].Is(Fault))
            {
                words[at] = new(isUnknown ? Technical : Filler);
            }
        }
    }
}
