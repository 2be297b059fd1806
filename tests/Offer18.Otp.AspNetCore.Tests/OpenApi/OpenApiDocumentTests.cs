using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Errors;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.OpenApi;

/// <summary>
/// The endpoints describe themselves. <c>docs/openapi.json</c> is what a site's own document says of them. To write it again, run this class with
/// the environment variable <c>OFFER18_WRITE_DOCS</c> set.
/// </summary>
public sealed class OpenApiDocumentTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_document_is_that_of_the_code()
    {
        var path = Path.Combine(Repository.Root, "docs", "openapi.json");
        var expected = (await DescribedSite.DocumentAsync()).ToJsonString(Indented) + "\n";

        if (Environment.GetEnvironmentVariable("OFFER18_WRITE_DOCS") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, expected, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(expected.Split('\n'), (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Split('\n'));
    }

    [Fact]
    public async Task The_codes_are_enumerated_as_the_table_has_them()
    {
        var document = await DescribedSite.DocumentAsync();

        Assert.Equal(OtpErrorTable.Codes, Enumerated(Property(document, "OtpProblemBody", "code")));
        Assert.Equal(["none", "pending", "verified"], Enumerated(Property(document, "OtpStateBody", "state")));

        IEnumerable<string> Enumerated(JsonNode property) => Resolved(document, property)["enum"]!.AsArray().Select(code => code!.GetValue<string>());
    }

    [Theory]
    [InlineData("/offer18/otp/generate", "post", "200 303 400 403 409 422 429 502 503")]
    [InlineData("/offer18/otp/verify", "post", "200 303 400 403 404 409 410 422 429 502 503")]
    [InlineData("/offer18/otp/reset", "post", "200 303 400 503")]
    [InlineData("/offer18/otp/status", "get", "200 503")]
    public async Task Each_operation_lists_its_answers(string path, string method, string statuses)
    {
        var document = await DescribedSite.DocumentAsync();
        var operation = document["paths"]![path]![method]!.AsObject();

        Assert.Equal(statuses.Split(' '), operation.Statuses());
        foreach (var (status, response) in operation["responses"]!.AsObject())
        {
            Assert.Equal(
                status switch { "200" => "application/json OtpStateBody", "303" => "", _ => "application/problem+json OtpProblemBody" },
                string.Join(' ', (response!["content"]?.AsObject() ?? []).Select(content => $"{content.Key} {NameOf(content.Value!["schema"]!)}")));
            var described = response["description"]!.GetValue<string>();
            Assert.Equal(
                status switch
                {
                    "200" => "The state.",
                    "303" => described,
                    _ => string.Join(", ", OtpErrorTable.CodesOf(Enum.Parse<OtpOperations>(path.Split('/')[^1], ignoreCase: true)).Single(codes => $"{codes.Key}" == status)),
                },
                described);
        }
    }

    [Fact]
    public async Task A_body_is_described_as_json_and_form_and_the_token_as_a_header()
    {
        var document = await DescribedSite.DocumentAsync();

        Assert.Equal(4, document.Operations().Count());
        foreach (var (path, method, operation) in document.Operations())
        {
            var body = path.Split('/')[^1] switch { "generate" => "OtpGenerateBody", "verify" => "OtpVerifyBody", _ => null };
            Assert.Equal(
                body is null ? [] : [$"application/json {body}", $"application/x-www-form-urlencoded {body}"],
                (operation["requestBody"]?["content"]!.AsObject() ?? []).Select(content => $"{content.Key} {NameOf(content.Value!["schema"]!)}"));
            Assert.Equal(body == "OtpVerifyBody", operation["requestBody"]?["required"]?.GetValue<bool>() ?? false);
            Assert.Equal(
                method == "post" ? ["RequestVerificationToken header"] : [],
                (operation["parameters"]?.AsArray() ?? []).Select(parameter => $"{parameter!["name"]} {parameter["in"]}"));
            Assert.NotNull(operation["summary"]);
            Assert.NotNull(operation["description"]);
        }

        Assert.Equal(["msisdn", "country", "consent", "returnUrl", "parameters"], Names("OtpGenerateBody"));
        Assert.Equal(["otp", "confirm", "back", "parameters"], Names("OtpVerifyBody"));

        IEnumerable<string> Names(string type) => document["components"]!["schemas"]![type]!["properties"]!.AsObject().Select(property => property.Key);
    }

    [Fact]
    public async Task Two_campaigns_share_no_operation_id_and_no_tag()
    {
        var document = await DescribedSite.DocumentAsync(
            builder => builder.Services.AddOffer18Otp("kuwait-games", otp => OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/"))),
            app => app.MapOffer18Otp("kuwait-games", "/kw/otp"));

        var ids = document.Operations().Select(operation => operation.Operation["operationId"]!.GetValue<string>()).ToArray();
        var tags = document.Operations().Select(operation => operation.Operation["tags"]!.AsArray().Single()!.GetValue<string>());
        Assert.Equal(8, ids.Distinct().Count());
        Assert.Contains("Offer18Otp_generate", ids);
        Assert.Contains("Offer18Otp_kuwait-games_generate", ids);
        Assert.Equal(["Offer18 OTP", "Offer18 OTP (kuwait-games)"], tags.Distinct());
        Assert.DoesNotContain("//", document.ToJsonString(), StringComparison.Ordinal);
    }

    // Many sites name their members otherwise, write enumerations in their own way, and read numbers from texts.
    [Fact]
    public async Task A_site_s_own_json_settings_change_nothing()
    {
        var plain = await DescribedSite.DocumentAsync();
        var own = await DescribedSite.DocumentAsync(builder => builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString;
        }));

        Assert.Equal(plain.ToJsonString(Indented).Split('\n'), own.ToJsonString(Indented).Split('\n'));
    }

    // So is a trimmed site: what is known of a type was generated.
    [Fact]
    public async Task A_site_without_reflection_in_its_json_describes_the_same()
    {
        var plain = await DescribedSite.DocumentAsync();
        var trimmed = await DescribedSite.DocumentAsync(before: builder => builder.Services.ConfigureHttpJsonOptions(
            json => json.SerializerOptions.TypeInfoResolverChain.Clear()));

        Assert.Equal(plain.ToJsonString(Indented).Split('\n'), trimmed.ToJsonString(Indented).Split('\n'));
    }

    private static JsonNode Property(JsonNode document, string type, string name) => document["components"]!["schemas"]![type]!["properties"]![name]!;

    private static JsonNode Resolved(JsonNode document, JsonNode schema) =>
        schema["$ref"] is null ? schema : document["components"]!["schemas"]![NameOf(schema)]!;

    private static string NameOf(JsonNode schema) => schema["$ref"]!.GetValue<string>().Split('/')[^1];
}
