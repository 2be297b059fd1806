namespace Offer18.Otp.AspNetCore.Client;

/// <summary>What <c>otp_gen</c> takes.</summary>
public sealed record Offer18GenerateRequest
{
    /// <summary>The campaign whose options are used; empty is the default campaign.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>The number: digits with the country code and without <c>+</c>.</summary>
    public required string Msisdn { get; init; }

    /// <summary>Parameters for this call alone. They win over <see cref="Offer18ClientOptions.AdditionalParameters"/>.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }

    /// <summary>Says that it is a request and no more: a record's own text would show the number.</summary>
    public override string ToString() => nameof(Offer18GenerateRequest);
}
