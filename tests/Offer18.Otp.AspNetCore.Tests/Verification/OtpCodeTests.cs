using System.Text.Json;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class OtpCodeTests
{
    /// <summary>The component's module is held against the same table (PasteTests).</summary>
    public static IEnumerable<TheoryDataRow<string, string?, string?>> Typed() =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests/Offer18.Otp.AspNetCore.Tests/Verification/typed-codes.json")))
            .EnumerateArray()
            .Select(row => new TheoryDataRow<string, string?, string?>(
                row.GetProperty("text").GetString()!,
                row.TryGetProperty("length", out var length) ? length.GetString() : null,
                row.GetProperty("code").GetString()));

    [Theory]
    [MemberData(nameof(Typed))]
    public void A_code_is_read_as_people_type_and_paste_it(string text, string? length, string? code) =>
        Assert.Equal(code, OtpCode.Parse(text, length is null ? new() : new() { Min = length[0] - '0', Max = length[^1] - '0' }));

    [Fact]
    public void What_is_not_typed_or_too_long_is_none()
    {
        Assert.Null(OtpCode.Parse(null, new()));
        Assert.Null(OtpCode.Parse(new string('1', 100_000), 4));
        Assert.Null(OtpCode.Parse("1234" + new string(' ', 100_000), 4));
    }
}
