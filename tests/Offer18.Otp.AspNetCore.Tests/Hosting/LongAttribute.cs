using Xunit.v3;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>Slow by nature: tests/run.sh leaves it out, unless it is asked for the long form, as CI does.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class LongAttribute : Attribute, ITraitAttribute
{
    private const string Name = "Category";
    private const string Value = "Long";

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Name, Value)];

    /// <summary>Says it of a row, if it is so.</summary>
    public static TRow Row<TRow>(TRow row, bool isLong)
        where TRow : TheoryDataRowBase
    {
        if (isLong)
        {
            row.Traits.Add(Name, [Value]);
        }

        return row;
    }
}
