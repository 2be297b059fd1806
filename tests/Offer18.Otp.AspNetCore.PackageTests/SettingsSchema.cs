using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>The JSON schema of an options class, as configuration binds it: names, types, defaults, and the summaries of the documentation.</summary>
internal sealed partial class SettingsSchema
{
    private readonly Assembly _package;
    private readonly Dictionary<string, XElement> _documentation;

    public SettingsSchema(Assembly package)
    {
        _package = package;
        _documentation = XDocument.Load(Path.ChangeExtension(package.Location, ".xml"))
            .Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);
    }

    /// <summary>The schema of a class whose settings all have a place in a file.</summary>
    /// <param name="options">The class.</param>
    /// <param name="shortForms">Settings that can be written as one text or number, too, with the type of that.</param>
    public JsonObject Of(Type options, params (string Setting, string Type)[] shortForms)
    {
        var defaults = Activator.CreateInstance(options)!;
        var properties = new JsonObject();
        foreach (var property in options.GetProperties().Where(property => IsWritable(property.PropertyType)).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            var schema = OfValue(property.PropertyType, property.GetValue(defaults), shortForms);
            foreach (var (_, type) in shortForms.Where(form => form.Setting == property.Name))
            {
                schema = new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = type }) };
            }

            schema["description"] = Summary(property);
            properties[property.Name] = schema;
        }

        return new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
    }

    private JsonObject OfValue(Type type, object? value = null, params (string Setting, string Type)[] shortForms)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var schema = type switch
        {
            _ when type == typeof(string) => new JsonObject { ["type"] = "string" },
            _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
            _ when type == typeof(int) || type == typeof(long) => new JsonObject { ["type"] = "integer" },
            _ when type == typeof(double) || type == typeof(decimal) => new JsonObject { ["type"] = "number" },
            _ when type == typeof(Uri) => new JsonObject { ["type"] = "string", ["format"] = "uri" },
            _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
            _ when type == typeof(TimeSpan) => new JsonObject { ["type"] = "string", ["pattern"] = @"^(\d+\.)?\d{1,2}:\d{1,2}(:\d{1,2}(\.\d{1,7})?)?$" },
            { IsEnum: true } => new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)name)]) },
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IDictionary<,>) =>
                new JsonObject { ["type"] = "object", ["additionalProperties"] = OfValue(type.GetGenericArguments()[1]) },
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IList<>) =>
                new JsonObject { ["type"] = "array", ["items"] = OfValue(type.GetGenericArguments()[0], null, shortForms) },
            { BaseType: { IsGenericType: true } dictionary } when dictionary.GetGenericTypeDefinition() == typeof(Dictionary<,>) =>
                OfDictionary(type, dictionary.GetGenericArguments()[1]),
            { IsClass: true } when type.Assembly == _package => Of(type, shortForms),
            _ => throw new InvalidOperationException($"{type} has no schema: give it one."),
        };
        if (Default(value) is { } written)
        {
            schema["default"] = written;
        }

        return schema;
    }

    // A name of the dictionary's own properties can be a section, or an entry like any other.
    private JsonObject OfDictionary(Type type, Type value)
    {
        var sections = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(property => property.Name, StringComparer.Ordinal))
        {
            sections[property.Name] = new JsonObject { ["anyOf"] = new JsonArray(OfValue(property.PropertyType), OfValue(value)), ["description"] = Summary(property) };
        }

        return new() { ["type"] = "object", ["properties"] = sections, ["additionalProperties"] = OfValue(value) };
    }

    // A required setting has no default: it is empty or 0 until it is set.
    private static JsonNode? Default(object? value) => value switch
    {
        string { Length: > 0 } text => text,
        int number and not 0 => number,
        bool flag => flag,
        TimeSpan time => time.ToString("c"),
        Uri or Enum => value.ToString(),
        _ => null,
    };

    // A file cannot hold a function or another package's object.
    private bool IsWritable(Type type) => !typeof(Delegate).IsAssignableFrom(type)
        && (type.Assembly == _package || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal));

    private string Summary(PropertyInfo property)
    {
        var summary = _documentation[$"P:{property.DeclaringType!.FullName}.{property.Name}"];
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => (see.Attribute("langword") ?? see.Attribute("cref"))!.Value.Split('(')[0].Split('.', ':')[^1],
            XElement element => element.Value,
            _ => node.ToString(),
        }));
        return Spaces().Replace(System.Net.WebUtility.HtmlDecode(text), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
