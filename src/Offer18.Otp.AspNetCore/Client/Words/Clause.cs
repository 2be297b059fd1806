namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>One thing that a text says.</summary>
/// <param name="Said">What it is about, and what is said of it. A denial is already applied: "not valid" is <see cref="Meaning.Bad"/>.</param>
/// <param name="Mentioned">All of it, also what stands after "for", "by" or "of".</param>
internal readonly record struct Clause(Meanings Said, Meanings Mentioned);
