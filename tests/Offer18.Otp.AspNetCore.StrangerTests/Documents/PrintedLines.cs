namespace Offer18.Otp.AspNetCore.StrangerTests.Documents;

/// <summary>A code block of a document, with the file that it belongs to and the place in that file. The sentence before the block names both.</summary>
/// <param name="Heading">The heading that it stands below.</param>
/// <param name="Sentence">The paragraph before the block.</param>
/// <param name="Language">The language of the block.</param>
/// <param name="Lines">The lines of the block.</param>
internal sealed record PrintedLines(string Heading, string Sentence, string Language, string[] Lines)
{
    private string[] Names => [.. Sentence.Split('`').Where((_, index) => index % 2 == 1)];

    /// <summary>The file, below the site's project.</summary>
    public string File => Names is [var file, ..] && Path.HasExtension(file) ? file : throw new InvalidOperationException($"Which file? \"{Sentence}\"");

    /// <summary>Commands are for a prompt, and belong to no file.</summary>
    public bool IsCommand => Language is "bash" or "text";

    /// <summary>How many lines somebody adds who follows the document.</summary>
    public int Added => Says("delete") ? 0 : Lines.Length;

    /// <summary>Does with a site's file what the sentence says.</summary>
    /// <param name="project">The folder of the site's project.</param>
    public void ApplyTo(string project)
    {
        var path = Path.Combine(project, File);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllLines(path, Says("new file") || Says("whole of") ? Lines : Changed(System.IO.File.ReadAllLines(path)));
    }

    private IEnumerable<string> Changed(string[] file)
    {
        if (Says("at the top"))
        {
            return [.. Lines, .. file];
        }

        if (Says("at the end"))
        {
            return [.. file, .. Lines];
        }

        if (Says("delete"))
        {
            return file.Where(line => !Lines.Contains(line.Trim()));
        }

        var place = Names.Length > 1 ? Array.FindIndex(file, line => line.Contains(Names[1], StringComparison.Ordinal)) : -1;
        if (place < 0)
        {
            throw new InvalidOperationException($"Where in the file? \"{Sentence}\"");
        }

        return Says("before") ? [.. file[..place], .. Lines, .. file[place..]]
            : Says("after") ? [.. file[..(place + 1)], .. Lines, .. file[(place + 1)..]]
            : Says("in place of") ? [.. file[..place], .. Lines, .. file[(place + 1)..]]
            : throw new InvalidOperationException($"Where in the file? \"{Sentence}\"");
    }

    private bool Says(string words) => Sentence.Contains(words, StringComparison.OrdinalIgnoreCase);
}
