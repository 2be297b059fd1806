using System.Reflection;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

/// <summary>The rules of the house that the compiler does not check.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Package = typeof(Offer18OtpOptions).Assembly;

    // From top to bottom: a room may use those below it.
    private static readonly string[] Rooms =
        [FrontDoor, "Components", "Gate", "Endpoints", "Browser", "Verification", "Events", "Limits", "Campaigns", "Client", "Stores", "Errors", "Diagnostics", Words];

    // The root folder has two floors: the front door puts the rooms together, and all rooms share the words.
    private const string FrontDoor = "front door";
    private const string Words = "words";

    private static readonly string[] FrontDoorFiles =
    [
        "CampaignClientOptions", "Offer18OtpBuilder", "Offer18OtpEndpointRouteBuilderExtensions", "Offer18OtpOptionsValidator",
        "Offer18OtpServiceCollectionExtensions", "OtpLimitOptionsValidator", "OtpOperatorOptionsValidator", "OtpPostbackOptionsValidator", "OtpSettings", "OtpStartCheck", "OtpStoreCheck",
    ];

    private static readonly (string From, string To)[] Forbidden = [("Client", "Stores")];

    // A campaign's options, and an operator's, include those of the client, and every room reads them.
    private static readonly (string File, string To)[] Allowed = [("Offer18OtpOptions", "Client"), ("Offer18OtpOptions", "Events"), ("OtpOperatorOptions", "Client")];

    [Fact]
    public void Arrows_between_the_rooms_point_down()
    {
        var sources = Sources().ToArray();
        var roomOf = sources.ToLookup(source => source.Name, source => source.Room);

        // A type of the root namespace can lie in a room and needs no "using". Such types are found by their names.
        var inRootNamespace = sources.Where(source => source.Text.Contains("namespace Offer18.Otp.AspNetCore;", StringComparison.Ordinal) && source.Room != Words)
            .Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        var wrong =
            from source in sources
            from used in Regex.Matches(source.Text, @"^@?using (?:static )?Offer18\.Otp\.AspNetCore\.(\w+)", RegexOptions.Multiline).Select(match => match.Groups[1].Value)
                .Concat(Regex.Matches(source.Code, @"\b\w+\b").Select(match => match.Value).Where(inRootNamespace.Contains).Where(name => name != source.Name).SelectMany(name => roomOf[name]))
                .Distinct()
            where Floor(used) < Floor(source.Room) && !Allowed.Contains((source.Name, used)) || Forbidden.Contains((source.Room, used))
            select $"{source.Room}/{source.Name} uses {used}";

        Assert.Empty(wrong);
        Assert.Equal(Rooms.Order(), sources.Select(source => source.Room).Distinct().Order());
        Assert.All(FrontDoorFiles, file => Assert.Contains(file, sources.Select(source => source.Name)));

        static int Floor(string room) => Array.IndexOf(Rooms, room) is >= 0 and var floor
            ? floor
            : throw new InvalidOperationException($"{room} is a new room: give it a place.");
    }

    // A package that only another one depends on can be older in a site than in our lock files.
    [Fact]
    public void What_the_package_uses_of_others_it_asks_for_itself()
    {
        var project = File.ReadAllText(Path.Combine(Repository.Root, "src/Offer18.Otp.AspNetCore/Offer18.Otp.AspNetCore.csproj"));
        var used = Package.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("Microsoft.", StringComparison.Ordinal) && !name.StartsWith("System.", StringComparison.Ordinal))
            .ToArray();

        Assert.Contains("Polly.Core", used);
        Assert.All(used, name => Assert.Contains(
            $"<PackageReference Include=\"{(name == "PhoneNumbers" ? "libphonenumber-csharp" : name)}\"", project, StringComparison.Ordinal));
    }

    [Fact]
    public void What_implements_a_contract_is_internal_and_sealed()
    {
        var contracts = Package.GetExportedTypes().Where(type => type.IsInterface).ToArray();
        var wrong = Package.GetTypes()
            .Where(type => type.IsClass && contracts.Any(contract => contract.IsAssignableFrom(type)) && (type.IsVisible || !type.IsSealed));

        Assert.NotEmpty(contracts);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Public_classes_are_sealed_unless_they_are_made_to_be_inherited() =>
        Assert.Equal(
            ["Offer18ClientOptions"],
            Package.GetExportedTypes().Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Select(type => type.Name));

    [Fact]
    public void Async_methods_end_in_Async_and_take_a_cancellation_token_last()
    {
        var methods = Package.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType.Name.StartsWith("Task", StringComparison.Ordinal)
                || method.ReturnType.Name.StartsWith("ValueTask", StringComparison.Ordinal))
            // An override of a framework's method must keep that method's parameters.
            .Where(method => method.GetBaseDefinition() == method)
            .ToArray();

        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.EndsWith("Async", method.Name, StringComparison.Ordinal));
        Assert.All(methods, method => Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType));
    }

    [Fact]
    public void The_name_of_a_test_has_fifteen_words_at_most()
    {
        var names = DocumentationTests.TestNames().ToArray();

        Assert.Contains(nameof(The_name_of_a_test_has_fifteen_words_at_most), names);
        Assert.DoesNotContain(names, name => name.Split('_').Length > 15);
    }

    private static IEnumerable<(string Room, string Name, string Text, string Code)> Sources()
    {
        var root = Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore");
        foreach (var file in Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories).Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)))
        {
            var path = Path.GetRelativePath(root, file);
            var name = Path.GetFileName(file).Split('.')[0];
            var folder = Path.GetDirectoryName(path)!.Split(Path.DirectorySeparatorChar)[0];
            if (folder is not ("bin" or "obj" or "wwwroot"))
            {
                var text = File.ReadAllText(file);
                // Comments may name any room.
                yield return (folder.Length > 0 ? folder : FrontDoorFiles.Contains(name) ? FrontDoor : Words, name, text, Regex.Replace(text, @"//.*|@\*[\s\S]*?\*@", ""));
            }
        }
    }
}
