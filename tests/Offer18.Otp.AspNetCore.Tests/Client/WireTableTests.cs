using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Tests.Client;

/// <summary>Sends every answer over a real socket, and checks what it becomes.</summary>
public sealed class WireTableTests
{
    private static readonly Dictionary<string, WireRow> Rows =
        WireRows.Successes.Concat(WireRows.Failures).ToDictionary(row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names { get; } = [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_answer_becomes_one_of_our_codes(string name)
    {
        var row = Rows[name];
        WireSite? site = null;
        await using var peer = new ScriptedPeer(connection => row.Script(connection, site!));
        await using var made = site = new WireSite(row.Address?.Invoke(peer) ?? peer.Address, http: row.Http);

        var call = row.Verify ? site.VerifyAsync() : site.GenerateAsync();
        if (row.TimesOut)
        {
            if (row.Http is null)
            {
                await peer.Stalled.WaitAsync(TestContext.Current.CancellationToken);
            }

            Assert.False(call.IsCompleted);
            site.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        var result = await call;

        Assert.Equal(row.Code, result.ErrorCode);
        Assert.Equal(row.Delivery, result.Delivery);
        Assert.Equal(row.HttpStatus, result.ErrorCode is null ? 200 : OtpErrorTable.Row(result.ErrorCode).HttpStatus);
        Assert.Equal(row.RequestId, result.RequestId);
        Assert.Equal(row.RetryAfter, result.RetryAfter);
        Assert.Equal(row.NeverArrives || row.NeverRead ? 0 : 1, peer.Requests.Count);
        Assert.True(row.NeverArrives || peer.Connections == 1, $"{peer.Connections} connections");
    }
}
