namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The proof that the visitor of a browser had a number at a time.</summary>
public sealed record VerifiedMsisdn
{
    /// <summary>The proof's id.</summary>
    public required OtpProofId Id { get; init; }

    /// <summary>The campaign that it was made for. It serves no other. Empty is the default one.</summary>
    public required string Campaign { get; init; }

    /// <summary>The number in E.164, with <c>+</c>: the same as <c>GetVerifiedMsisdn()</c> and the claim <c>phone_number</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>When the check of the code began, by the store's clock (UTC).</summary>
    public required DateTimeOffset VerifiedAt { get; init; }

    /// <summary>Until then it opens the gate (UTC).</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>A digest of the signed-in user that it was made as. It serves no other. Null when nobody was signed in.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether it was revoked. A store remembers that until <see cref="ValidUntil"/>.</summary>
    public bool Revoked { get; init; }

    /// <summary>The type's name. A record's own text would show the number.</summary>
    public override string ToString() => nameof(VerifiedMsisdn);
}
