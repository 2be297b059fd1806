using System.Diagnostics.CodeAnalysis;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>
/// Parameters by name. The entries of the dictionary itself go with both calls, those of <see cref="Generate"/> and <see cref="Verify"/> with
/// one. Upper and lower case of a name are different, and an empty value is not sent.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is more than one dictionary.")]
public sealed class Offer18Parameters : Dictionary<string, string>
{
    /// <summary>No parameters yet.</summary>
    public Offer18Parameters()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>Parameters that go only with <c>otp_gen</c>. They win over those of the same name that go with both calls. Default: none.</summary>
    public IDictionary<string, string> Generate { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Parameters that go only with <c>otp_verify</c>. They win over those of the same name that go with both calls. Default: none.</summary>
    public IDictionary<string, string> Verify { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Takes over other parameters. Whatever call they are for, they win over those of the same name that are there for it.</summary>
    internal void Override(Offer18Parameters others)
    {
        foreach (var (name, value) in others.Where(IsSent))
        {
            this[name] = value;
            Generate.Remove(name);
            Verify.Remove(name);
        }

        foreach (var (name, value) in others.Generate.Where(IsSent))
        {
            Generate[name] = value;
        }

        foreach (var (name, value) in others.Verify.Where(IsSent))
        {
            Verify[name] = value;
        }
    }

    private static bool IsSent(KeyValuePair<string, string> parameter) => !string.IsNullOrEmpty(parameter.Value);
}
