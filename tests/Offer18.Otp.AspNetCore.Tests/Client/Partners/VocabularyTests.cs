using System.Text.Json;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Client.Partners;

public sealed class VocabularyTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Every_vocabulary_can_be_read_and_names_its_public_source()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src/Offer18.Otp.AspNetCore/Client/Vocabularies"), "*.json");

        Assert.Equal(files.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), PartnerVocabularies.Names);
        Assert.All(PartnerVocabularies.Names, name => Assert.Null(PartnerVocabularies.Problem(name)));
        Assert.All(files, file =>
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            Assert.All(json.RootElement.GetProperty("sources").EnumerateArray(), source => Assert.Equal("https", new Uri(source.GetString()!).Scheme));
            Assert.NotEqual(0, json.RootElement.GetProperty("sources").GetArrayLength());
        });
    }

    [Theory]
    [InlineData("bdapps", "E1850", OtpErrorCodes.InvalidOtp)]
    [InlineData("BDApps", "E1351", OtpErrorCodes.AlreadySubscribed)]
    [InlineData("ideamart", "E1852", OtpErrorCodes.AttemptsExhausted)]
    [InlineData("bdapps", "E1850: something odd", OtpErrorCodes.InvalidOtp)]
    [InlineData("bdapps", "Error E1850: something odd", OtpErrorCodes.InvalidOtp)]
    [InlineData("bdapps", "something odd (E1850)", OtpErrorCodes.InvalidOtp)]
    [InlineData("huawei", "1507", OtpErrorCodes.InvalidOtp)]
    [InlineData("huawei", "1511 - odd", OtpErrorCodes.OtpExpired)]
    [InlineData("timwe", "40006", OtpErrorCodes.InvalidOtp)]
    [InlineData("camara", "ONE_TIME_PASSWORD_SMS.VERIFICATION_FAILED", OtpErrorCodes.AttemptsExhausted)]
    [InlineData("infobip", "TTL_EXPIRED", OtpErrorCodes.OtpExpired)]
    [InlineData("vonage", "16", OtpErrorCodes.InvalidOtp)]
    [InlineData("twilio", "60202", OtpErrorCodes.AttemptsExhausted)]
    [InlineData("vonage", "in 16 minutes", PartnerTextRow.None)]
    [InlineData("vonage", "Status: 16", OtpErrorCodes.InvalidOtp)]
    [InlineData("vonage", "odd. Error code: 17", OtpErrorCodes.AttemptsExhausted)]
    [InlineData("vonage", "16: odd", OtpErrorCodes.InvalidOtp)]
    [InlineData("vonage", "Attempts left: 4", PartnerTextRow.None)]
    [InlineData("vonage", "Valid for minutes: 15", PartnerTextRow.None)]
    [InlineData("veoo", "Please wait (42)", PartnerTextRow.None)]
    [InlineData("veoo", "Retry after: 59", PartnerTextRow.None)]
    [InlineData("bdapps", "S1000", PartnerTextRow.None)]
    public void A_bare_code_is_told_by_its_platform_s_name(string name, string text, string code)
    {
        Assert.Equal(code, Read(text, options => options.Vocabularies.Add(name)));
        Assert.Equal(text.StartsWith("TTL", StringComparison.Ordinal) ? OtpErrorCodes.OtpExpired : PartnerTextRow.None, Read(text, _ => { }));
    }

    [Fact]
    public void A_code_means_only_what_the_call_allows()
    {
        Assert.Equal(PartnerTextRow.None, Read("E1850", options => options.Vocabularies.Add("bdapps"), WireOperation.Generate));
        Assert.Equal(OtpErrorCodes.InvalidMsisdn, Read("1002", options => options.Vocabularies.Add("huawei"), WireOperation.Generate));
        Assert.Equal(PartnerTextRow.None, Read("1002", options => options.Vocabularies.Add("huawei")));
    }

    [Fact]
    public void ErrorCodes_are_stronger_than_a_vocabulary_and_it_is_stronger_than_words()
    {
        Assert.Equal(OtpErrorCodes.NotEligible, Read("E1850", options =>
        {
            options.Vocabularies.Add("bdapps");
            options.ErrorCodes["E1850"] = OtpErrorCodes.NotEligible;
        }));
        Assert.Equal(OtpErrorCodes.AlreadySubscribed, Read("E1351: user blacklisted", options => options.Vocabularies.Add("bdapps")));
    }

    [Fact]
    public void Two_vocabularies_that_disagree_leave_a_code_unrecognised()
    {
        File.WriteAllText(_file, """{ "texts": { "1507": "otp_expired" } }""");

        Assert.Equal(PartnerTextRow.None, Read("1507", options =>
        {
            options.Vocabularies.Add("huawei");
            options.Vocabularies.Add(_file);
        }));
    }

    [Fact]
    public void A_site_adds_a_file_of_its_own()
    {
        File.WriteAllText(_file, """{ "texts": { "Z-9": { "generate": "msisdn_blocked", "verify": "invalid_otp" } } } // ours""");

        Assert.Equal(OtpErrorCodes.InvalidOtp, Read("z9", options => options.Vocabularies.Add(_file)));
        Assert.Equal(OtpErrorCodes.MsisdnBlocked, Read("Z-9", options => options.Vocabularies.Add(_file), WireOperation.Generate));
    }

    [Theory]
    [InlineData("{", "it is no JSON.")]
    [InlineData("[]", "it has no object \"texts\".")]
    [InlineData("""{ "texts": { "A": "kaputt" } }""", "\"A\" means \"kaputt\", which a partner cannot mean.")]
    [InlineData("""{ "texts": { "A": { "send": "not_eligible" } } }""", "\"A\" means \"not_eligible\", which a partner cannot mean.")]
    [InlineData("""{ "texts": { "A": { "generate": "invalid_otp" } } }""", "\"A\" means \"invalid_otp\", which a partner cannot mean.")]
    [InlineData("""{ "texts": { "-": "not_eligible" } }""", "\"-\" has neither letters nor digits.")]
    [InlineData("""{ "texts": { "A": "not_eligible", "a": "invalid_otp" } }""", "\"a\" is there twice.")]
    public async Task A_file_that_is_no_vocabulary_stops_the_host_and_the_message_says_why(string content, string problem)
    {
        await File.WriteAllTextAsync(_file, content, TestContext.Current.CancellationToken);
        await using var site = new WireSite(new("http://127.0.0.1:9/"), options => options.Vocabularies.Add(_file));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => site.GenerateAsync());

        Assert.Equal([$"Vocabularies:0 names a file that cannot be used: {problem}"], exception.Failures);
    }

    private static string Read(string text, Action<Offer18ClientOptions> configure, WireOperation? operation = null) =>
        PartnerTextRow.Read(operation ?? WireOperation.Verify, PartnerTextRow.Answer(text), configure);
}
