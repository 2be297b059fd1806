namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>What became of a mutation.</summary>
internal enum VerdictKind
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>The tests did not end. That is a failure, too.</summary>
    TimedOut,

    /// <summary>No test failed.</summary>
    Survived,

    /// <summary>No test comes by it.</summary>
    NotReached,
}
