using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Redis;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.PackageTests;

/// <summary>
/// The schemas by which editors complete <c>appsettings.json</c> are made from the options. To write them again, run these tests with the
/// environment variable <c>OFFER18_WRITE_DOCS</c> set.
/// </summary>
public sealed class ConfigurationSchemaTests
{
    private const string Campaign = "offer18OtpCampaign";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public Task The_schema_has_the_settings_of_a_campaign() => AssertWrittenAsync("Offer18.Otp.AspNetCore", new JsonObject
    {
        ["definitions"] = new JsonObject
        {
            [Campaign] = new SettingsSchema(typeof(Offer18OtpOptions).Assembly).Of(
                typeof(Offer18OtpOptions),
                (nameof(Offer18OtpOptions.AllowedCountries), "string"), (nameof(Offer18OtpOptions.AllowedOrigins), "string"),
                (nameof(Offer18OtpOptions.Vocabularies), "string"), (nameof(Offer18OtpOptions.CodeLength), "integer"),
                (nameof(OtpOperatorOptions.Prefixes), "string"), (nameof(OtpOperatorOptions.Countries), "string"), (nameof(OtpLimitOptions.AlwaysAllow), "string"), (nameof(OtpLimitOptions.NeverAllow), "string")),
        },
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [Offer18OtpOptions.SectionName] = Reference(),
            // The README keeps named campaigns there.
            ["Campaigns"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference() },
        },
    });

    [Fact]
    public Task The_schema_of_the_Redis_package_has_its_settings() => AssertWrittenAsync("Offer18.Otp.AspNetCore.Redis", new JsonObject
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["ConnectionStrings"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["Redis"] = new JsonObject { ["type"] = "string", ["description"] = "The Redis of the OTP stores, in StackExchange.Redis' form." } },
            },
            [Offer18OtpBuilderRedisExtensions.SectionName] = new SettingsSchema(typeof(RedisStoreOptions).Assembly).Of(typeof(RedisStoreOptions)),
        },
    });

    [Theory]
    [InlineData("sample-site/appsettings.json")]
    [InlineData("src/Offer18.Otp.Templates/content/offer18-otp/appsettings.json")]
    [InlineData("src/Offer18.Otp.Templates/content/offer18-otp/appsettings.Development.json")]
    public void The_settings_of_our_own_sites_are_in_the_schema(string file)
    {
        var known = Read("src/Offer18.Otp.AspNetCore/ConfigurationSchema.json")["definitions"]![Campaign]!["properties"]!.AsObject();
        var used = Read(file)[Offer18OtpOptions.SectionName]!.AsObject();

        Assert.NotEmpty(used);
        Assert.All(used, setting => Assert.True(known.ContainsKey(setting.Key), setting.Key));
    }

    private static JsonObject Reference() => new() { ["$ref"] = $"#/definitions/{Campaign}" };

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, file)))!.AsObject();

    private static async Task AssertWrittenAsync(string package, JsonObject schema)
    {
        var path = Path.Combine(Repository.Root, "src", package, "ConfigurationSchema.json");
        var expected = schema.ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable("OFFER18_WRITE_DOCS") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, expected, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(expected.Split('\n'), (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Split('\n'));
    }
}
