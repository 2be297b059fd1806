using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>The answer of a script: fields with the names that the script gives them. A field without a value is null.</summary>
internal sealed class RedisAnswer
{
    private readonly Dictionary<string, RedisResult> _fields;

    private RedisAnswer(RedisResult fields) => _fields = fields.ToDictionary();

    /// <summary>The fields; null if the script has found nothing.</summary>
    public static RedisAnswer? Read(RedisResult result) => result.IsNull ? null : new RedisAnswer(result);

    /// <exception cref="InvalidOperationException">The script has returned a text that is not a name of the enumeration.</exception>
    public T Status<T>(string field)
        where T : struct, Enum
    {
        var name = (string)_fields[field]!;
        // TryParse alone would accept a number, too.
        return Enum.TryParse<T>(name, out var status) && status.ToString() == name
            ? status
            : throw new InvalidOperationException($"A script has returned \"{name}\" as {typeof(T).Name}.");
    }

    public RedisAnswer? Answer(string field) => Field(field) is { } answer ? new RedisAnswer(answer) : null;

    public byte[]? Bytes(string field) => (byte[]?)Field(field);

    public string? Text(string field) => (string?)Field(field);

    public int Number(string field) => (int)_fields[field];

    /// <summary>A number that is no whole one. Redis would cut off what is behind the point, so the script writes it as a text.</summary>
    public double Real(string field) => (double)_fields[field];

    public bool Flag(string field) => Field(field) is { } flag && (bool)flag;

    public TimeSpan? Duration(string field) => Field(field) is { } duration ? TimeSpan.FromMilliseconds((long)duration) : null;

    public DateTimeOffset? Time(string field) => Field(field) is { } time ? DateTimeOffset.FromUnixTimeMilliseconds((long)time) : null;

    private RedisResult? Field(string name) => _fields.GetValueOrDefault(name) is { IsNull: false } field ? field : null;
}
