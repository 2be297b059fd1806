using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Client.Words;

/// <summary>What a clause has to say so that it means an error code.</summary>
/// <param name="Code">The error code, or in words what is spoken of where there is none.</param>
/// <param name="Needs">The clause says a meaning of each of these sets.</param>
internal sealed record Rule(string Code, params IReadOnlyList<Meanings> Needs)
{
    // A clause that sets a condition, denies something that cannot be turned round, tells of a success or of a technical fault says nothing
    // about the visitor.
    private static readonly Meanings Void = Meanings.Of(Meaning.Denied, Meaning.If, Meaning.Success, Meaning.Technical);

    /// <summary>The calls on which the rule holds.</summary>
    public OtpPartnerCalls Calls { get; init; } = OtpPartnerCalls.Generate | OtpPartnerCalls.Verify;

    /// <summary>The clause says none of these.</summary>
    public Meanings Without { get; init; }

    /// <summary>The clause mentions a meaning of each of these sets, also after "for" or "by".</summary>
    public IReadOnlyList<Meanings> Mentions { get; init; } = [];

    /// <summary>The clause does not even mention these.</summary>
    public Meanings Nowhere { get; init; }

    /// <summary>All that may be said in the whole answer.</summary>
    public Meanings Besides { get; init; } = new(UInt128.MaxValue);

    /// <summary>Whether the rule holds for a condition too: "check if you have enough credit".</summary>
    public bool AlsoIf { get; init; }

    public bool Holds(Clause clause, OtpPartnerCalls call) =>
        Calls.HasFlag(call) && !clause.Said.Has(AlsoIf ? Void - Meaning.If : Void) && Fits(clause);

    /// <summary>Whether the clause says it, be it a condition or denied.</summary>
    public bool Fits(Clause clause) =>
        !clause.Said.Has(Without)
        && !clause.Mentioned.Has(Nowhere)
        && Needs.All(clause.Said.Has)
        && Mentions.All(clause.Mentioned.Has);
}
