using System.Reflection;
using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests;

/// <summary>The rules of the house that no compiler knows.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Package = typeof(Offer18OtpOptions).Assembly;

    // From top to bottom: a folder uses those below it. Diagnostics is used by all and uses none.
    private static readonly string[] Folders = ["Components", "Gate", "Endpoints", "Verification", "Client", "Stores", "Diagnostics"];

    [Fact]
    public void Arrows_between_the_folders_point_down()
    {
        var wrong = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Offer18.Otp.AspNetCore"), "*.razor", SearchOption.AllDirectories))
            .Select(file => (File: file, Folder: Array.IndexOf(Folders, Path.GetFileName(Path.GetDirectoryName(file)))))
            .Where(source => source.Folder >= 0)
            .SelectMany(source => Regex.Matches(File.ReadAllText(source.File), @"^@?using (?:static )?Offer18\.Otp\.AspNetCore\.(\w+)", RegexOptions.Multiline)
                .Select(match => (source.File, source.Folder, Used: Array.IndexOf(Folders, match.Groups[1].Value))))
            .Where(arrow => arrow.Used < arrow.Folder || arrow is { Folder: 4, Used: 5 })
            .Select(arrow => $"{Path.GetFileName(arrow.File)} uses {Folders[arrow.Used]}");

        Assert.Empty(wrong);
    }

    // What another package brings along may be older in a site than what a lock file of ours holds.
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
            // What overrides a framework's method has the parameters that it has.
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
}
