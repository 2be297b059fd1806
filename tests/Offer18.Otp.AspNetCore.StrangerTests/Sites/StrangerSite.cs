using Offer18.Otp.AspNetCore.StrangerTests.Documents;

namespace Offer18.Otp.AspNetCore.StrangerTests.Sites;

/// <summary>A site that a stranger makes with <c>dotnet new</c>, and changes as our documents say.</summary>
/// <param name="Name">The name of its project.</param>
/// <param name="Template">What stands after <c>dotnet new</c>.</param>
/// <param name="Printed">What he adds of our documents.</param>
internal sealed record StrangerSite(string Name, string Template, PrintedLines[] Printed)
{
    /// <summary>The page behind the gate.</summary>
    public string Gated { get; init; } = "/premium";

    /// <summary>What the page behind the gate says.</summary>
    public string Says { get; init; } = "Welcome!";

    /// <summary>Where the visitor comes first; null if it is the page behind the gate.</summary>
    public string? Landing { get; init; }

    /// <summary>Whether the site's router runs in the browser's circuit or in WebAssembly, so that no request goes from page to page.</summary>
    public bool IsAllInteractive { get; init; }

    /// <summary>Whether the page that asks for the number is the site's own, and not the one of <c>MapOffer18OtpPage</c>.</summary>
    public bool HasPageOfItsOwn { get; init; }

    public string PathBase { get; init; } = "";

    public bool IsBehindTls { get; init; }

    /// <summary>What the proxy takes from the path.</summary>
    public string ForwardedPrefix { get; init; } = "";

    /// <summary>Whether it is walked once more as <c>dotnet publish</c> leaves it.</summary>
    public bool IsPublished { get; init; }

    /// <summary>How many lines he adds.</summary>
    public int Added => Printed.Sum(lines => lines.Added);

    /// <summary>How many lines he adds to <c>Program.cs</c>.</summary>
    public int AddedToProgram => Printed.Where(lines => lines.File == "Program.cs").Sum(lines => lines.Added);

    public string Hosting =>
        IsBehindTls && ForwardedPrefix.Length > 0 ? "TLS proxy, X-Forwarded-Prefix"
        : IsBehindTls ? "TLS proxy"
        : PathBase.Length > 0 ? "path base"
        : "plain";
}
