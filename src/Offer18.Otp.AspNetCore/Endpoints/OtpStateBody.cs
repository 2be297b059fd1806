using System.Globalization;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>The state as JSON. Times are RFC 3339 in UTC. Members that do not apply are left out.</summary>
internal sealed record OtpStateBody
{
    public required string State { get; init; }

    public string? Msisdn { get; init; }

    public string? ExpiresAt { get; init; }

    public string? ResendAt { get; init; }

    public int? AttemptsRemaining { get; init; }

    public string? VerifiedAt { get; init; }

    public string? ValidUntil { get; init; }

    public string? ReturnUrl { get; init; }

    public string? AntiforgeryToken { get; init; }

    /// <summary>The error, if the state is sent together with one.</summary>
    public string? Error { get; init; }

    public static OtpStateBody From(OtpState state) => new()
    {
        State = NameOf(state.Kind),
        Msisdn = state.MaskedMsisdn,
        ExpiresAt = Rfc3339(state.ExpiresAt),
        ResendAt = Rfc3339(state.ResendAt),
        AttemptsRemaining = state.AttemptsRemaining,
        VerifiedAt = Rfc3339(state.VerifiedAt),
        ValidUntil = Rfc3339(state.ValidUntil),
    };

    public static string NameOf(OtpStateKind kind) => kind switch
    {
        OtpStateKind.Pending => "pending",
        OtpStateKind.Verified => "verified",
        _ => "none",
    };

    private static string? Rfc3339(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
