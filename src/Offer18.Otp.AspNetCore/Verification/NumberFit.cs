namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>How a number follows a pattern.</summary>
/// <param name="Matches">Whether the whole number does.</param>
/// <param name="Leading">How many of its leading digits some number of the pattern has, too.</param>
/// <param name="IsCut">Whether it does, but with too few or too many digits.</param>
/// <param name="HasLength">Whether numbers of the pattern can have as many digits.</param>
internal readonly record struct NumberFit(bool Matches, int Leading, bool IsCut, bool HasLength)
{
    /// <summary>
    /// How many of the number's leading digits the pattern has a claim to, if it does not match. Where all its numbers have other lengths,
    /// it claims the first digit only.
    /// </summary>
    public int Claim => HasLength ? Leading : Math.Min(Leading, 1);
}
