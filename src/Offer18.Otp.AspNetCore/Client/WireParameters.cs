using System.Collections.Frozen;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>The names of the wire parameters that the client sends itself.</summary>
internal static class WireParameters
{
    public const string Key = "key";
    public const string AffiliateId = "aid";
    public const string AdvertiserId = "mid";
    public const string Type = "type";
    public const string UserId = "userId";
    public const string Msisdn = "msisdn";
    public const string Partner = "partner";
    public const string Otp = "otp";
    public const string RequestId = "request_id";

    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, Key, AffiliateId, AdvertiserId, Type, UserId, Msisdn, Partner, Otp, RequestId);

    private static readonly FrozenSet<string> Secret = FrozenSet.Create(StringComparer.Ordinal, Msisdn, Otp, RequestId);

    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <summary>
    /// Whether the value must not reach a log. The key is not listed, because it is never among the parameters that are asked about.
    /// </summary>
    public static bool IsSecret(string name) => Secret.Contains(name);
}
