using System.Text.RegularExpressions;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client.Partners;

/// <summary>Reads the texts of partners, as they come and in other spellings. A wrong code is worse than none.</summary>
public sealed class PartnerTableTests(ITestOutputHelper output)
{
    private static readonly (string Name, Func<string, string> Spell)[] Spellings =
    [
        ("a code before it", text => "E1850: " + text),
        ("a number before it", text => "24 - " + text),
        ("a label before it", text => "Error: " + text),
        ("a number after it", text => text + " (1002)"),
        ("exclamation marks", text => text + "!!!"),
        ("in quotes", text => '"' + text + '"'),
        ("in capitals", text => text.ToUpperInvariant()),
        ("in small letters", text => text.ToLowerInvariant()),
    ];

    // They only fit a text without punctuation.
    private static readonly (string Name, Func<string, string> Spell)[] NameSpellings =
    [
        ("in snake case", text => string.Join('_', Words(text)).ToUpperInvariant()),
        ("in kebab case", text => string.Join('-', Words(text)).ToLowerInvariant()),
        ("with full stops", text => string.Join('.', Words(text))),
        ("in camel case", text => string.Concat(Words(text).Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()))),
    ];

    [Fact]
    public void Of_the_real_texts_nine_in_ten_are_right_and_none_is_wrong() => Check(PartnerTextRow.Real, 0.95, _ => { });

    [Fact]
    public void With_their_vocabulary_bare_codes_are_right_too() => Check(PartnerTextRow.Real, 1, options => options.Vocabularies.Add("bdapps"));

    [Fact]
    public void Of_further_texts_in_six_languages_nearly_all_are_right_and_none_is_wrong() => Check(PartnerTextRow.Further, 0.99, _ => { });

    [Fact]
    public void Texts_of_machines_and_other_things_stay_unrecognised_in_every_spelling()
    {
        List<string> wrong = [];
        foreach (var row in PartnerTextRow.Misread)
        {
            string[] spelt = row.Text.StartsWith('{') ? [row.Text] : [row.Text, .. Spellings.Select(spelling => spelling.Spell(row.Text))];
            wrong.AddRange(
                from text in spelt
                let read = (row with { Text = text }).Read()
                where read != PartnerTextRow.None && !row.Meanings.Contains(read)
                select $"{row} as {text} is {read}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Another_spelling_means_the_same()
    {
        foreach (var row in PartnerTextRow.Real.Concat(PartnerTextRow.Further))
        {
            var meaning = row.Read();
            foreach (var (name, spell) in IsName(row.Text) ? [.. Spellings, .. NameSpellings] : Spellings)
            {
                var spelt = (row with { Text = spell(row.Text) }).Read();
                // Words that were only divided by their capitals can be lost, but not become others.
                Assert.True(spelt == meaning || spelt == PartnerTextRow.None && (name == "in camel case" || !row.Text.Contains(' ')), $"{row} {name}: {spelt}");
            }
        }
    }

    // All the slips of this kind there are. A lost meaning is no harm; some make another word, such as "not" to "nt".
    [Fact]
    public void Two_letters_that_changed_places_nearly_never_change_the_meaning()
    {
        var (all, same, other) = (0, 0, new List<string>());
        foreach (var row in PartnerTextRow.Real.Concat(PartnerTextRow.Further))
        {
            var meaning = row.Read();
            for (var at = 1; at < row.Text.Length - 1; at++)
            {
                if (!row.Text[(at - 1)..(at + 2)].All(char.IsAsciiLetter) || row.Text[at] == row.Text[at + 1])
                {
                    continue;
                }

                var slip = row.Text[..at] + row.Text[at + 1] + row.Text[at] + row.Text[(at + 2)..];
                var read = (row with { Text = slip }).Read();
                all++;
                same += read == meaning ? 1 : 0;
                if (read != meaning && read != PartnerTextRow.None && !row.Meanings.Contains(read))
                {
                    other.Add($"{slip}: {read}, not {meaning}");
                }
            }
        }

        output.WriteLine($"{all} slips: {same} the same, {other.Count} another meaning\n{string.Join('\n', other.Distinct())}");
        Assert.True(same > all * 0.8);
        Assert.True(other.Count < all * 0.01);
    }

    // What the package recognised before it read words.
    [Theory]
    [InlineData(OtpErrorCodes.UpstreamRejectedCredentials, "invalid_user_credentials", "invalid credentials", "invalid api key")]
    [InlineData(
        OtpErrorCodes.InvalidMsisdn, "invalid msisdn", "msisdn invalid", "msisdn is invalid", "msisdn is not valid", "wrong msisdn", "invalid number",
        "invalid phone number", "invalid mobile number", "invalid msisdn format")]
    [InlineData(
        OtpErrorCodes.InvalidOtp, "invalid pin", "pin is invalid", "the pin is not valid", "pin not valid", "wrong pin", "incorrect pin", "pin mismatch",
        "pin does not match", "invalid otp", "otp is not valid", "otp does not match", "invalid code", "wrong code", "incorrect code")]
    [InlineData(OtpErrorCodes.OtpExpired, "pin expired", "expired pin", "the pin has expired", "otp is expired", "code expired")]
    [InlineData(
        OtpErrorCodes.AttemptsExhausted, "max pin retries", "max otp retries", "max pin retries reached", "max retries reached", "max attempts reached",
        "too many attempts", "too many wrong pins")]
    [InlineData(OtpErrorCodes.NoPendingRequest, "pin request needed", "otp request needed", "pin request required", "pin not requested")]
    [InlineData(OtpErrorCodes.SendLimitReached, "frequent limitation", "frequency limitation")]
    [InlineData(
        OtpErrorCodes.MsisdnBlocked, "msisdn blacklisted", "blacklisted", "number blacklisted", "user blacklisted", "msisdn blocked", "user blocked", "barred",
        "msisdn barred", "subscriber barred")]
    [InlineData(
        OtpErrorCodes.OperatorNotSupported, "invalid operator", "operator not supported", "unsupported operator", "wrong operator", "invalid carrier",
        "carrier is not supported", "unsupported carrier")]
    [InlineData(
        OtpErrorCodes.NotEligible, "not eligible", "msisdn not eligible", "user is not eligible", "insufficient funds", "insufficient balance",
        "insufficient credit", "low balance", "spending limit reached", "spending limit exceeded")]
    [InlineData(
        OtpErrorCodes.AlreadySubscribed, "already subscribed", "user already subscribed", "already active", "msisdn already active",
        "subscription already exists", "subscription already active", "duplicate subscription")]
    public void What_was_recognised_as_a_whole_text_still_is(string code, params string[] texts) =>
        Assert.All(texts, text => Assert.Equal(code, new PartnerTextRow(text, WireOperation.Verify, [code]).Read()));

    [Theory]
    [InlineData("Invalid OTP")]
    [InlineData("OTP expired")]
    [InlineData("No OTP request found")]
    [InlineData("Wrong PIN. Your account is blocked.")]
    public void What_can_only_be_said_of_a_check_is_not_read_on_a_send(string text) =>
        Assert.Equal(PartnerTextRow.None, new PartnerTextRow(text, WireOperation.Generate, []).Read());

    [Theory]
    [InlineData("Wrong PIN. Your account is blocked.")]
    [InlineData("Invalid OTP and session expired")]
    [InlineData("Insufficient balance, user blacklisted")]
    [InlineData("Already subscribed. Insufficient funds.")]
    public void What_two_rules_read_differently_stays_unrecognised(string text) =>
        Assert.Equal(PartnerTextRow.None, new PartnerTextRow(text, WireOperation.Verify, []).Read());

    private static IEnumerable<string> Words(string text) => Regex.Matches(text, @"[\p{L}\p{M}]+|\d+").Select(word => word.Value);

    private static bool IsName(string text) => Regex.IsMatch(text, @"^[\p{L}\p{M}\d _-]+$");

    private void Check(IReadOnlyList<PartnerTextRow> rows, double share, Action<Offer18ClientOptions> configure)
    {
        var read = rows.Select(row => (Row: row, Code: row.Read(configure))).ToArray();
        var clear = read.Where(text => text.Row.IsClear).ToArray();
        var right = clear.Count(text => text.Row.Meanings.Contains(text.Code));
        var open = read.Where(text => !text.Row.IsClear && !text.Row.IsNone).ToArray();
        output.WriteLine(
            $"{right} of {clear.Length} clear ones right; {rows.Count(row => row.IsNone)} left alone; " +
            $"of {open.Length} with more than one meaning {open.Count(text => text.Code != PartnerTextRow.None)} read");
        foreach (var missed in clear.Where(text => text.Code == PartnerTextRow.None))
        {
            output.WriteLine($"not read: {missed.Row}");
        }

        Assert.Empty(read.Where(text => text.Code != PartnerTextRow.None && !text.Row.Meanings.Contains(text.Code)).Select(text => $"{text.Row} is {text.Code}"));
        Assert.InRange(right, clear.Length * share, clear.Length);
    }
}
