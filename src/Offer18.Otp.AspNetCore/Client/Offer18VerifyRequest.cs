namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The input of <c>otp_verify</c>.</summary>
public sealed record Offer18VerifyRequest
{
    /// <summary>The campaign whose options are used; empty is the default campaign.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>
    /// The operator of the campaign (<see cref="OtpOperatorOptions.Name"/>) whose settings are used. Default null: the campaign's own. They are
    /// also used if the campaign has no such operator, or no longer.
    /// </summary>
    public string? Operator { get; init; }

    /// <summary>The number: digits with the country code and without <c>+</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>The code: ASCII digits.</summary>
    public required string Otp { get; init; }

    /// <summary>Offer18's request id. Not sent if the partner gave none.</summary>
    public string? RequestId { get; init; }

    /// <summary>Parameters for this call only. They win over <see cref="Offer18ClientOptions.AdditionalParameters"/>.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Only the type's name, because a record's own text would show the number and the code.</summary>
    public override string ToString() => nameof(Offer18VerifyRequest);
}
