using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Hosting.Documented;

namespace Offer18.Otp.AspNetCore.Tests.Events;

/// <summary>The code of <c>docs/events.md</c>, run.</summary>
public sealed class DoorkeeperTests
{
    [Fact]
    public async Task It_keeps_a_blocked_number_out_and_names_a_conversion()
    {
        var bookings = new Bookings();
        var blocklist = new Blocklist { Numbers = { "+447700900124" } };
        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Services.AddSingleton(blocklist).AddSingleton(bookings);
            builder.Services.AddOffer18Otp(builder.Configuration.GetSection("Offer18Otp")).AddEventHandler<Doorkeeper>();
            builder.Services.AddOffer18Otp("kuwait-games", otp => OtpNode.Configure(otp, new Uri("http://127.0.0.1:9/")));
            builder.Services.Configure<Offer18OtpOptions>("kuwait-games", options => options.Events.OnSent = (context, _) => Console.Out.WriteLineAsync(context.MaskedMsisdn));
        });
        using var browser = site.NewBrowser();

        Assert.Equal(OtpErrorCodes.MsisdnBlocked, (await browser.GenerateAsync("+44 7700 900124")).Code);
        await browser.GenerateAsync(OtpSite.Number);
        var verified = await browser.VerifyAsync(site.Code);

        Assert.Equal(verified.Text("eventId"), Assert.Single(bookings.All).Key);
        Assert.NotNull(site.Services.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get("kuwait-games").Events.OnSent);
    }
}
