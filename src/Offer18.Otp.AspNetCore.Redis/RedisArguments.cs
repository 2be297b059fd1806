using System.Collections;
using StackExchange.Redis;

namespace Offer18.Otp.AspNetCore.Redis;

/// <summary>The arguments of a script, each with its name in the script. An argument without a value is left out.</summary>
internal sealed class RedisArguments : IEnumerable<RedisValue>
{
    private readonly List<RedisValue> _namesAndValues = [];

    public void Add(string name, RedisValue value)
    {
        if (!value.IsNull)
        {
            _namesAndValues.Add(name);
            _namesAndValues.Add(value);
        }
    }

    public void Add(string name, TimeSpan duration) => Add(name, (long)duration.TotalMilliseconds);

    public void Add(string name, DateTimeOffset time) => Add(name, time.ToUnixTimeMilliseconds());

    public void Add(IEnumerable<RedisValue> others) => _namesAndValues.AddRange(others);

    public IEnumerator<RedisValue> GetEnumerator() => _namesAndValues.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
