using System.Text.Json;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Tests.Verification;

public sealed class OtpTicketTests
{
    private const string Kept = """{"handle":"h","msisdnDigest":"d","proofId":"d.p","leftMsisdnDigest":"e","agent":"a","returnUrl":"/r"}""";

    // Browsers bring back what an earlier version has written.
    [Fact]
    public void What_a_browser_holds_is_written_and_read_in_one_form()
    {
        var ticket = new OtpTicket("h", new MsisdnDigest("d"), new OtpProofId("d.p"), new MsisdnDigest("e"), "a", "/r");

        Assert.Equal(Kept, JsonSerializer.Serialize(ticket, JsonSerializerOptions.Web));
        Assert.Equal(ticket, JsonSerializer.Deserialize<OtpTicket>(Kept, JsonSerializerOptions.Web));
        Assert.Equal(new OtpTicket("h"), JsonSerializer.Deserialize<OtpTicket>("""{"handle":"h"}""", JsonSerializerOptions.Web));
    }

    [Theory]
    [InlineData("""{"handle":"h","proofId":""}""")]
    [InlineData("""{"handle":"h","proofId":".p"}""")]
    [InlineData("""{"handle":"h","msisdnDigest":""}""")]
    public void What_names_no_number_is_not_read(string kept) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<OtpTicket>(kept, JsonSerializerOptions.Web));
}
