using System.Reflection;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>
/// The scripts. StackExchange.Redis sends a script by its digest. If the server does not know the script, the client sends the whole text.
/// </summary>
internal static class RedisScript
{
    public static readonly string BeginSend = Read("common", "requests", "begin-send");
    public static readonly string EndSend = Read("common", "requests", "end-send");
    public static readonly string BeginAttempt = Read("common", "requests", "failures", "begin-attempt");
    public static readonly string EndAttempt = Read("common", "requests", "failures", "proofs", "end-attempt");
    public static readonly string Ask = Read("common", "ask");
    public static readonly string TakeProof = Read("common", "requests", "take-proof");
    public static readonly string Find = Read("common", "requests", "find");
    public static readonly string FindNumber = Read("common", "requests", "find-number");
    public static readonly string SetProof = Read("common", "proofs", "set-proof");
    public static readonly string FindProof = Read("common", "find-proof");
    public static readonly string RevokeProof = Read("common", "revoke-proof");
    public static readonly string RevokeAll = Read("common", "revoke-all");
    public static readonly string TakeCounter = Read("common", "counters", "take-counter");
    public static readonly string GiveBackCounter = Read("common", "counters", "give-back-counter");
    public static readonly string FindCounter = Read("common", "counters", "find-counter");

    private static string Read(params string[] parts) => string.Join('\n', parts.Select(part =>
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"{part}.lua")!);
        return reader.ReadToEnd();
    }));
}
