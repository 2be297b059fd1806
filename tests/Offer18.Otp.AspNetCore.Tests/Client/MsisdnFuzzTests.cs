using System.Text;
using CsCheck;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;
using PhoneNumbers;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>People type, paste and attack with any text. A failure prints the seed that repeats it.</summary>
[Long]
public sealed class MsisdnFuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 1_000_000;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();
    private static readonly MsisdnParser Parser = new();

    private static readonly string[] Regions = [.. Numbers.GetSupportedRegions().Order(StringComparer.Ordinal)];

    private static readonly string[] Examples =
    [
        .. Regions.Select(region => Numbers.GetExampleNumberForType(region, PhoneNumberType.MOBILE)).OfType<PhoneNumber>().SelectMany(number => new[]
        {
            Numbers.Format(number, PhoneNumberFormat.E164),
            Numbers.Format(number, PhoneNumberFormat.INTERNATIONAL),
            Numbers.Format(number, PhoneNumberFormat.NATIONAL),
            Numbers.Format(number, PhoneNumberFormat.RFC3966),
        }),
    ];

    private static readonly string[] Parts =
    [
        "+", "00", "0", "(", ")", "-", ".", "/", ",", ";", "ext", "x", "#", "*", "tel:", " ", "\t", "\n", "\0", "٠", "۹", "９", "＋", "\u200E", "\u200B", "\u0301",
        "\uD800", "\uDC00", "\U0001D7D7", "𞥐", "①", "½", "一", "a", "A", "999999999999", "+999", ";phone-context=", "\uFEFF", "\u2060",
    ];

    private static readonly Gen<string> Mutated = Gen.Select(
        Pick(Examples),
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 100], Gen.Int[0, 3], Gen.OneOf(Pick(Parts), Gen.Char['0', '9'].Select(c => c.ToString()))).Array[0, 3],
        (example, mutations) => mutations.Aggregate(example, (text, m) => Mutate(text, m.Item1, m.Item2 % (text.Length + 1), m.Item3, m.Item4)));

    private static readonly Gen<string> Any = Gen.Frequency(
        (6, Mutated),
        (2, Gen.Char['0', '9'].Array[0, 20].Select(digits => new string(digits))),
        (1, Pick(Parts).Array[0, 12].Select(string.Concat)),
        (1, Gen.String[0, 70]));

    private static readonly Gen<string?> Home = Gen.Frequency((1, Gen.Const((string?)null)), (2, Pick<string?>([.. Regions])));

    [Fact]
    public void No_impossible_number_is_taken()
    {
        var taken = 0;
        Gen.Select(Any, Home, Gen.Bool).Sample(
            (text, home, all) =>
            {
                string[] allowed = all || home is null ? ["*"] : [home];
                if (Parser.Parse(text, allowed, home) is not { } msisdn)
                {
                    return;
                }

                Interlocked.Increment(ref taken);
                Assert.True(msisdn.Digits.Length is >= 7 and <= 17 && msisdn.Digits.All(char.IsAsciiDigit), msisdn.Digits);
                Assert.True(all || home is null || msisdn.Country == home, msisdn.Country);
                var number = Numbers.Parse("+" + msisdn.Digits, null);
                Assert.True(Numbers.IsPossibleNumber(number), msisdn.Digits);
                Assert.True(Numbers.IsPossibleNumberForType(number, PhoneNumberType.MOBILE), msisdn.Digits);
            },
            iter: Inputs,
            print: input => string.Join(", ", Encoding.Unicode.GetBytes(input.Item1).Select(b => b.ToString("x2", null))) + $" {input}",
            writeLine: output.WriteLine);

        output.WriteLine($"{taken:N0} taken");
        Assert.InRange(taken, Inputs / 100, Inputs);
    }

    private static Gen<T> Pick<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Mutate(string text, int kind, int at, int length, string part)
    {
        var end = Math.Min(at + length, text.Length);
        return kind switch
        {
            0 => text[..at] + part + text[at..],
            1 => text[..at] + part + text[end..],
            _ => text[..at] + text[end..],
        };
    }
}
