namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>A set of meanings.</summary>
internal readonly record struct Meanings(UInt128 Bits)
{
    public static Meanings None => default;

    public bool IsEmpty => Bits == 0;

    public static implicit operator Meanings(Meaning meaning) => new(UInt128.One << (int)meaning);

    public static Meanings operator |(Meanings left, Meanings right) => new(left.Bits | right.Bits);

    public static Meanings operator &(Meanings left, Meanings right) => new(left.Bits & right.Bits);

    public static Meanings operator -(Meanings left, Meanings right) => new(left.Bits & ~right.Bits);

    public static Meanings Of(params IEnumerable<Meaning> meanings) =>
        meanings.Aggregate(None, (all, meaning) => all | meaning);

    /// <summary>Whether the two sets share a meaning.</summary>
    public bool Has(Meanings any) => (Bits & any.Bits) != 0;

    public IEnumerable<Meaning> Each()
    {
        foreach (var meaning in Enum.GetValues<Meaning>())
        {
            if (Has(meaning))
            {
                yield return meaning;
            }
        }
    }
}
