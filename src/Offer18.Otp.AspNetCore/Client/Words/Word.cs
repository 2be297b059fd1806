namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>A word or a phrase in a clause.</summary>
/// <param name="Meanings">What it can mean; none if nobody knows it.</param>
internal readonly record struct Word(Meanings Meanings)
{
    public bool IsKnown => !Meanings.IsEmpty;

    public bool Is(Meanings any) => Meanings.Has(any);
}
