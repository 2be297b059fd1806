using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Tests.Hosting;
using Offer18.Otp.AspNetCore.Tests.Stores;

namespace Offer18.Otp.AspNetCore.Tests.Endpoints;

/// <summary>Nobody learns from an answer whether a number is known here.</summary>
public sealed class AlikeTests
{
    private const string Unknown = "+44 7700 900124";

    // Time is what the calls take, so the calls are compared. No clock is as steady.
    [Fact]
    public async Task A_number_that_was_verified_here_and_one_that_is_new_are_answered_alike()
    {
        var stores = new StoreSwitch();
        await using var site = await OtpSite.StartAsync(builder =>
        {
            builder.Services.AddSingleton(stores);
            builder.Services.Decorate<IOtpRequestStore, FailingRequestStore>();
            builder.Services.Decorate<IVerifiedMsisdnStore, FailingVerifiedStore>();
        });
        using var owner = await site.NewVerifiedBrowserAsync();
        site.Clock.Advance(TimeSpan.FromMinutes(20));

        var known = await WalkAsync(OtpSite.Number);
        var unknown = await WalkAsync(Unknown);

        Assert.Equal("verified", (await owner.StatusAsync()).State);
        Assert.NotEmpty(known);
        Assert.Equal(unknown, known);

        async Task<string[]> WalkAsync(string number)
        {
            using var stranger = site.NewBrowser();
            var before = site.Offer18.Calls.Count;
            stores.Calls.Clear();
            OtpAnswer[] answers =
            [
                await stranger.GenerateAsync(number), await stranger.ResendAsync(), await stranger.StatusAsync(),
                await stranger.VerifyAsync("000000"), await stranger.ResetAsync(), await stranger.GenerateAsync(number), await stranger.StatusAsync(),
            ];
            return [.. answers.Select(Shown), .. stores.Calls, $"{site.Offer18.Calls.Count - before} calls"];
        }
    }

    // All but what belongs to the browser and the digits that the visitor has typed himself.
    private static string Shown(OtpAnswer answer)
    {
        var body = JsonNode.Parse(answer.Body)!.AsObject();
        body.Remove("antiforgeryToken");
        if (body["msisdn"] is { } masked)
        {
            body["msisdn"] = masked.ToString()[..^4];
        }

        var headers = answer.Headers.Where(header => header.Key is not ("Date" or "Set-Cookie")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order();
        string[] cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set.Select(cookie => cookie.Split('=')[0]).Order()] : [];
        return $"{(int)answer.Status} {body.ToJsonString()} {string.Join('\n', headers)} {string.Join(' ', cookies)}";
    }
}
