using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.RedisTests.Faults;

/// <summary>
/// The table of docs/redis.md, on real processes: what happens to Redis, to a visitor at each moment of his journey, what he is told then, and
/// what he is told when he does the same again once it is over.
/// </summary>
public sealed class FaultMatrixTests(FaultSites sites) : IClassFixture<FaultSites>
{
    private const string Unavailable = "store_unavailable";
    private const string Pending = "pending";
    private const string Verified = "verified";
    private const int MaxAttempts = 5;

    // What the page calls them.
    private static readonly (Fault Fault, string Words)[] Faults =
    [
        (Fault.Killed, "killed"), (Fault.Paused, "paused"), (Fault.Full, "full"), (Fault.ReadOnly, "read-only"), (Fault.FailedOver, "failed over"),
        (Fault.Flushed, "flushed"), (Fault.Slow, "slow"), (Fault.TooSlow, "too slow"), (Fault.CutOff, "cut off"),
    ];

    private static readonly (Moment Moment, string Words)[] Moments =
    [
        (Moment.Asks, "asks for a code"), (Moment.AsksAndSmsIsOut, "asks, and the SMS is out"), (Moment.TypesCode, "types the code"),
        (Moment.TypesCodeAndOffer18SaidYes, "types it, and Offer18 said yes"), (Moment.Guesses, "guesses"), (Moment.IsAtGate, "is at the gate"),
    ];

    // Two operations of 2 s each, and as long again for a machine that is busy with other things.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);

    // A node looks every 5 s at who the master is. The rest is as above.
    private static readonly TimeSpan RecoversWithin = TimeSpan.FromSeconds(15);

    private static readonly ILookup<string, (string Moment, string Then, string Later)> Table = ReadTable();

    public static TheoryData<Fault> Rows() => new(Faults.Select(fault => fault.Fault));

    [Fact]
    public void Every_fault_is_tried_at_every_moment()
    {
        Assert.Equal(Faults.Select(fault => fault.Words), Table.Select(row => row.Key));
        Assert.All(Table, row => Assert.Equal(Moments.Select(moment => moment.Words), row.Select(cell => cell.Moment)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nobody_gets_in_wrongly_nothing_is_sent_or_counted_twice_and_the_site_recovers(Fault fault)
    {
        var site = await sites.GetAsync(fault == Fault.FailedOver ? RedisTopology.Sentinels : RedisTopology.Server);
        var visitors = await Task.WhenAll(AllMoments.Select(_ => site.NewVisitor().ArriveAsync()));
        var clicks = await Task.WhenAll(visitors.Zip(AllMoments, PrepareAsync));

        var then = await DuringAsync(site, fault, clicks);
        var cells = Table[Faults.Single(row => row.Fault == fault).Words].ToArray();
        var entered = await EnterAsync(visitors);
        Assert.Equal(then.Select(IsIn), entered.Zip(then, cells).Select(visitor => IsOneOf(visitor.Third.Then) ? IsIn(visitor.Second) : visitor.First));
        await site.MendAsync(fault);
        await RecoverAsync(site);
        var later = await Task.WhenAll(clicks.Zip(AllMoments, AgainAsync));

        Assert.Equal(cells, Moments.Select(moment => moment.Words).Zip(then.Zip(cells, (answer, cell) => Alternatives(cell.Then).Contains(answer) ? cell.Then : answer), later));
        Assert.Equal(later.Select(IsIn), await EnterAsync(visitors));
        foreach (var ((visitor, moment), (first, second)) in visitors.Zip(AllMoments).Zip(then.Zip(later)))
        {
            // As many SMS as the visitor was told of, and those that were out before the fault.
            var wasSent = moment != Moment.Asks || first == Pending;
            Assert.Equal((wasSent ? 1 : 0) + (second == Pending ? 1 : 0), visitor.Phone.Sent);
            // One conversion of one check, for one yes.
            var isYes = moment is Moment.IsAtGate or Moment.TypesCodeAndOffer18SaidYes || first == Verified || second == Verified;
            Assert.Equal(isYes ? (1, 1) : (0, 0), (visitor.Phone.Converted, visitor.Phone.RightChecked));
            Assert.InRange(visitor.Phone.Checked, 0, MaxAttempts);
            visitor.Dispose();
        }

        Assert.All(await site.LastingKeysAsync(), key => Assert.Equal("sample-site:data-protection-keys", key));
    }

    private enum Moment
    {
        Asks,
        AsksAndSmsIsOut,
        TypesCode,
        TypesCodeAndOffer18SaidYes,
        Guesses,
        IsAtGate,
    }

    private static IEnumerable<Moment> AllMoments => Moments.Select(moment => moment.Moment);

    private static bool IsAnswered(Moment moment) => moment is Moment.AsksAndSmsIsOut or Moment.TypesCodeAndOffer18SaidYes;

    private static bool IsIn(string answer) => answer is Verified or HttpVisitor.In;

    // What a visitor is told may depend on whether his node has noticed the fault yet.
    private static string[] Alternatives(string answers) => answers.Split(" or ");

    private static bool IsOneOf(string answers) => Alternatives(answers).Length > 1;

    private static async Task<IEnumerable<bool>> EnterAsync(IEnumerable<HttpVisitor> visitors) =>
        (await Task.WhenAll(visitors.Select(visitor => visitor.EnterAsync()))).Select(answer => answer == HttpVisitor.In);

    // Up to the click that the moment is about.
    private static async Task<Func<Task<string>>> PrepareAsync(HttpVisitor visitor, Moment moment)
    {
        if (moment is Moment.Asks or Moment.AsksAndSmsIsOut)
        {
            return visitor.GenerateAsync;
        }

        Assert.Equal(Pending, await visitor.GenerateAsync());
        switch (moment)
        {
            case Moment.Guesses:
                return visitor.GuessAsync;
            case Moment.IsAtGate:
                Assert.Equal(Verified, await visitor.VerifyAsync());
                return visitor.EnterAsync;
            default:
                return visitor.VerifyAsync;
        }
    }

    private static async Task<string[]> DuringAsync(FaultSite site, Fault fault, Func<Task<string>>[] clicks)
    {
        var answers = new Task<string>[clicks.Length];
        var held = new List<TcpHold>();
        foreach (var index in Enumerable.Range(0, clicks.Length).Where(index => IsAnswered(Moments[index].Moment)))
        {
            held.Add(site.Offer18Line.Answers.Hold());
            answers[index] = clicks[index]();
            await held[^1].Reached;
        }

        var onTheirWay = await site.BreakAsync(fault);
        var start = TimeProvider.System.GetTimestamp();
        held.ForEach(answer => answer.Release());
        foreach (var index in Enumerable.Range(0, clicks.Length).Where(index => !IsAnswered(Moments[index].Moment)))
        {
            answers[index] = clicks[index]();
        }

        await onTheirWay();
        var then = await Task.WhenAll(answers);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, Bound);
        return then;
    }

    // Both nodes, which are asked in turn: as soon as they count again, a whole journey works.
    private static async Task RecoverAsync(FaultSite site)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var impatient = await site.NewVisitor().ArriveAsync();
        await Eventually.TrueAsync(async () =>
        {
            foreach (var _ in site.Farm.Nodes)
            {
                if (await impatient.GenerateAsync() == Unavailable)
                {
                    return false;
                }
            }

            return true;
        });
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.Zero, RecoversWithin);

        using var next = await site.NewVisitor().ArriveAsync();
        Assert.Equal(
            [Pending, "invalid_otp", Verified, HttpVisitor.In],
            [await next.GenerateAsync(), await next.GuessAsync(), await next.VerifyAsync(), await next.EnterAsync()]);
    }

    // The same click, and a guesser's until he is told something else.
    private static async Task<string> AgainAsync(Func<Task<string>> click, Moment moment)
    {
        var answer = await click();
        while (moment == Moment.Guesses && answer == "invalid_otp")
        {
            answer = await click();
        }

        return answer;
    }

    private static ILookup<string, (string Moment, string Then, string Later)> ReadTable()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs/redis.md"))
            .SkipWhile(line => !line.StartsWith("| Redis is", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToArray();
        return lines.Skip(2)
            .SelectMany(line => line.Skip(1).Zip(lines[0].Skip(1), (cell, moment) => (Fault: line[0], Moment: moment, Answers: Answers(cell))))
            .ToLookup(cell => cell.Fault, cell => (cell.Moment, cell.Answers[0], cell.Answers[^1]));

        static string[] Answers(string cell) => cell.Replace("`", "", StringComparison.Ordinal).Split(", then ");
    }
}

/// <summary>The sites that faults happen to, started when the first one does: each fault is over before the next.</summary>
public sealed class FaultSites : IAsyncDisposable
{
    private readonly Dictionary<RedisTopology, Lazy<Task<FaultSite>>> _sites = new()
    {
        [RedisTopology.Sentinels] = new(() => FaultSite.StartAsync(RedisTopology.Sentinels)),
        [RedisTopology.Server] = new(() => FaultSite.StartAsync(RedisTopology.Server)),
    };

    internal Task<FaultSite> GetAsync(RedisTopology topology) => _sites[topology].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites.Values.Where(site => site is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            await (await site.Value).DisposeAsync();
        }
    }
}
