using System.Security.Cryptography;
using System.Text;

namespace Offer18.Otp.AspNetCore.Mutations;

/// <summary>One place in the code, and one way to break it.</summary>
/// <param name="File">Below the repository.</param>
/// <param name="Member">The method or property, or the script's line.</param>
/// <param name="Operator">What is broken.</param>
/// <param name="Text">The code that is broken, in one line.</param>
/// <param name="Occurrence">Tells points apart that are alike otherwise, from 1.</param>
internal sealed record MutationPoint(string File, string Member, string Operator, string Text, int Occurrence)
{
    /// <summary>How much of the code a name shows.</summary>
    public const int ShownText = 100;

    /// <summary>The number of the line in which the code stands.</summary>
    public int Line { get; init; }

    /// <summary>For a script: its text with the change. Null for C#, where a switch in the code makes the change.</summary>
    public string? Changed { get; init; }

    public bool IsScript => Changed is not null;

    /// <summary>The room, or Redis for a script.</summary>
    public string Room => IsScript ? "Redis scripts" : Path.GetFileName(Path.GetDirectoryName(File))!;

    /// <summary>Names the point, whichever lines move.</summary>
    public string Key =>
        $"{Path.GetFileName(Path.GetDirectoryName(File))}/{Path.GetFileName(File)}, {Member}: {Operator}: {(Text.Length > ShownText ? Text[..ShownText] + "…" : Text)}{(Occurrence > 1 ? $" ({Occurrence})" : "")}";

    /// <summary>Its place in a sample that is the same for everybody, and changes little when the code does.</summary>
    public string Lot => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("Offer18.Otp mutations 1\n" + Key)));
}
