using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;

namespace Offer18.Otp.AspNetCore.Tests.Client;

public sealed class Offer18ClientOptionsTests
{
    [Theory]
    [InlineData("https://api.offer18.com/", true)]
    [InlineData("http://localhost:5000/", true)]
    [InlineData("http://127.0.0.1/", true)]
    [InlineData("http://[::1]/", true)]
    [InlineData("http://api.offer18.com/", false)]
    [InlineData("http://localhost.example.com/", false)]
    [InlineData("http://127.0.0.1.nip.io/", false)]
    [InlineData("http://192.168.0.1/", false)]
    [InlineData("ftp://127.0.0.1/", false)]
    [InlineData("https://user:pass@api.offer18.com/", false)]
    [InlineData("https://api.offer18.com/?a=b", false)]
    public async Task The_key_travels_encrypted_unless_it_stays_on_the_machine(string address, bool allowed)
    {
        await using var site = new WireSite(new Uri(address));
        var exception = Record.Exception(() => site.Services.GetRequiredService<IOptionsMonitor<Offer18ClientOptions>>().Get(""));

        Assert.Equal(allowed, exception is null);
        Assert.DoesNotContain(WireSite.ApiKey, exception?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_campaign_is_a_mistake_and_calls_nobody()
    {
        await using var peer = new ScriptedPeer(connection => connection.ReceiveAsync());
        await using var site = new WireSite(peer.Address);

        await Assert.ThrowsAsync<OptionsValidationException>(() => site.GenerateAsync("nobody's"));

        Assert.Equal(0, peer.Connections);
    }

    [Theory]
    [InlineData("...", OtpErrorCodes.InvalidOtp, "ErrorCodes maps a text that has neither letters nor digits.")]
    [InlineData("no pin", "invalid_pin", "ErrorCodes maps a text to something that is no error code.")]
    public async Task A_mapping_that_cannot_work_is_named(string text, string code, string failure)
    {
        await using var site = new WireSite(new("http://127.0.0.1:9/"), options => options.ErrorCodes[text] = code);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => site.GenerateAsync());

        Assert.Equal([failure], exception.Failures);
    }
}
