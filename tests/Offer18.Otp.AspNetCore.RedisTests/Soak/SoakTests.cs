using System.Globalization;
using System.Text;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.AspNetCore.RedisTests.Sites;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Soak;

/// <summary>Two nodes on one Redis with three campaigns, under honest and hostile traffic, while nodes and Redis die. It runs only when asked to: tests/soak.sh.</summary>
public sealed class SoakTests
{
    /// <summary>The least time between two codes to a number.</summary>
    internal static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(20);

    private const int MaxSends = 5;
    private const int MaxAttempts = 5;

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(int.Parse(Environment.GetEnvironmentVariable("OFFER18_SOAK_MINUTES") ?? "20", CultureInfo.InvariantCulture));
    private static readonly TimeSpan BetweenDeaths = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    // A call is counted when it begins, and arrives at most this much later. Two may come that much nearer to each other.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    [Fact(Explicit = true)]
    public async Task What_is_booked_was_handed_out_and_no_limit_breaks_while_nodes_and_Redis_die()
    {
        // What Redis has acknowledged is on the disk, as with any Redis that money depends on.
        await using var redis = await RedisServer.StartAsync("appendonly yes", "appendfsync always");
        await using var offer18 = await SoakOffer18.StartAsync();
        string[] campaigns = ["comet", "orbit", "nova"];
        await using var farm = await SampleFarm.StartAsync(offer18.Address, nodes: 1, [
            ("ConnectionStrings__Redis", $"127.0.0.1:{redis.Port}"),
            ("Logging__LogLevel__Default", "Error"),
            ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
            ("Offer18Otp__AllowedCountries", "KW"),
            ("Offer18Otp__DefaultCountry", "KW"),
            .. campaigns.SelectMany(campaign => Campaign(campaign, offer18.Address)),
        ]);
        using (var first = farm.NewBrowser())
        {
            // The first node draws the data-protection key, the second one finds it.
            await first.TokenAsync();
        }

        await farm.AddAsync();
        var traffic = campaigns.Select((campaign, digit) => new SoakTraffic(farm, offer18.Simulator, campaign, digit)).ToArray();
        var samples = new List<Sample>();
        var deaths = new List<string>();
        var logs = new List<string>();
        var begun = TimeProvider.System.GetTimestamp();
        using var over = new CancellationTokenSource(Length);

        var visitors = Task.WhenAll(traffic.Select(each => each.RunAsync(over.Token)));
        await Task.WhenAll(WatchAsync(), DieAsync());
        await visitors;

        logs.AddRange(farm.Nodes.Select(node => node.Output));
        var verdicts = Judge(traffic, offer18, samples, logs).ToArray();
        Console.WriteLine(Table(traffic, offer18, samples, deaths, verdicts));
        Assert.All(verdicts, verdict => Assert.Empty(verdict.Faults));

        TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(begun);

        async Task WatchAsync()
        {
            while (!over.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
                var (used, keys) = await SizeAsync(redis);
                // The eldest node lives all the time: it is always the younger one that is killed.
                samples.Add(new(Elapsed(), farm.Nodes[0].Memory, used, keys, traffic.Sum(each => each.Answers.Values.Sum())));
                if (samples.Count % 6 == 0)
                {
                    var last = samples[^1];
                    Console.WriteLine($"{last.At:mm\\:ss} {last.Answers} answers, {offer18.Conversions.Count()} conversions, node {last.Node >> 20} MB, Redis {last.Redis >> 20} MB in {last.Keys} keys");
                }
            }
        }

        async Task DieAsync()
        {
            var redisDied = false;
            for (var next = BetweenDeaths; next < Length; next += BetweenDeaths)
            {
                await Task.Delay(next - Elapsed() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken);
                var victim = farm.Nodes[^1];
                await farm.KillAsync(victim);
                deaths.Add($"{Elapsed():mm\\:ss} a node");
                logs.Add(victim.Output);
                await farm.AddAsync();
                if (!redisDied && next >= Length / 2)
                {
                    redisDied = true;
                    await redis.KillAsync();
                    await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
                    await redis.RestartAsync();
                    deaths.Add($"{Elapsed():mm\\:ss} Redis, for 10 s");
                }
            }
        }
    }

    // While Redis is dead, it needs nothing.
    private static async Task<(long Bytes, int Keys)> SizeAsync(RedisServer redis)
    {
        try
        {
            var memory = await redis.ExecuteAsync("INFO", "memory");
            var line = memory.Split('\n').First(line => line.StartsWith("used_memory:", StringComparison.Ordinal));
            return (long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture), int.Parse(await redis.ExecuteAsync("DBSIZE"), CultureInfo.InvariantCulture));
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private static IEnumerable<(string Name, string Value)> Campaign(string name, Uri offer18)
    {
        var simulator = new Offer18SimulatorOptions();
        return
        [
            Setting("BaseAddress", offer18.ToString()),
            Setting("ApiKey", simulator.ApiKey),
            Setting("AffiliateId", $"{simulator.AffiliateId}"),
            Setting("AdvertiserId", $"{simulator.AdvertiserId}"),
            Setting("AdditionalParameters__campaign", name),
            Setting("AllowedCountries", "KW"),
            Setting("DefaultCountry", "KW"),
            Setting("VerificationPath", $"/{name}/verify"),
            Setting("ResendCooldown", $"{Cooldown}"),
            Setting("SendWindow", $"{Window}"),
            Setting("CodeLifetime", $"{Window}"),
            Setting("VerifiedLifetime", $"{Window}"),
            Setting("Timeout", $"{Timeout}"),
            // Honest and hostile visitors have one address here, so the limits by address would refuse both.
            Setting("Limits__Mode", "Off"),
        ];

        (string, string) Setting(string setting, string value) => ($"Campaigns__{name}__{setting}", value);
    }

    private static IEnumerable<Verdict> Judge(SoakTraffic[] traffic, SoakOffer18 offer18, List<Sample> samples, List<string> logs)
    {
        foreach (var each in traffic)
        {
            var calls = offer18.Calls.Where(call => call.Campaign == each.Campaign).ToArray();
            var booked = calls.Where(call => call is { IsCheck: true, Succeeded: true }).CountBy(call => call.Msisdn).ToDictionary();
            yield return new($"{each.Campaign}: a number is booked once", [.. booked.Where(number => number.Value > 1).Select(number => $"{number.Key}: {number.Value} times")]);
            yield return new($"{each.Campaign}: each proof was booked", [.. each.Proofs.Keys.Where(number => !booked.ContainsKey(number))]);
            // A node that dies between Offer18's yes and the store takes that yes with it. Each such case must have been a cut that the visitor saw.
            yield return new($"{each.Campaign}: what was booked was handed out, or cut off by a death", [.. booked.Keys.Where(number => !each.Proofs.ContainsKey(number) && !each.Interrupted.ContainsKey(number))]);

            var sends = calls.Where(call => call is { IsCheck: false, Succeeded: true }).GroupBy(call => call.Msisdn).ToArray();
            yield return new($"{each.Campaign}: at most {MaxSends} codes to a number in {Window.TotalMinutes} min", [.. sends.Where(number => Densest(number, Window - Timeout) > MaxSends).Select(number => number.Key)]);
            yield return new($"{each.Campaign}: {Cooldown.TotalSeconds} s between two codes", [.. sends.Where(number => Densest(number, Cooldown - Timeout) > 1).Select(number => number.Key)]);

            var checks = calls.Where(call => call.IsCheck).ToArray();
            yield return new($"{each.Campaign}: at most {MaxAttempts} checks of a code", [.. checks.CountBy(call => call.RequestId).Where(code => code.Value > MaxAttempts).Select(code => $"{code.Key}: {code.Value}")]);
            yield return new($"{each.Campaign}: at most {MaxAttempts} wrong codes of a number before a lock of 30 s", [.. checks.Where(call => !call.Succeeded).GroupBy(call => call.Msisdn)
                .Where(number => Densest(number, TimeSpan.FromSeconds(30) - Timeout) > MaxAttempts).Select(number => number.Key)]);
            yield return new($"{each.Campaign}: no answer that is not in the table", [.. each.Faults.Distinct().Take(20)]);
        }

        yield return new("no error in a node's log that is not said in docs/operations.md", [.. logs.SelectMany(Errors).Distinct().Take(20)]);
        yield return new("a node's memory is flat", Flat(samples, sample => sample.Node));
        yield return new("Redis' memory is flat", Flat(samples, sample => sample.Redis));
    }

    private static int Densest(IEnumerable<SoakCall> calls, TimeSpan window)
    {
        var times = calls.Select(call => call.Came).Order().ToArray();
        return times.Select((time, from) => times.Skip(from).TakeWhile(later => later - time < window).Count()).Max();
    }

    private static IEnumerable<string> Errors(string log)
    {
        var lines = log.Split('\n');
        return lines.Select((line, at) => (line, at)).Where(entry => (entry.line.StartsWith("fail:", StringComparison.Ordinal) || entry.line.StartsWith("crit:", StringComparison.Ordinal))
                && !entry.line.Contains("Offer18.Otp", StringComparison.Ordinal) && !entry.line.Contains("DataProtection", StringComparison.Ordinal))
            .Select(entry => $"{entry.line.Trim()} {lines.ElementAtOrDefault(entry.at + 1)?.Trim()}");
    }

    // What it needs at most in the last quarter against the second one: in the first it warms up.
    private static string[] Flat(List<Sample> samples, Func<Sample, long> size)
    {
        var (before, after) = (samples[(samples.Count / 4)..(samples.Count / 2)].Max(size), samples[(samples.Count * 3 / 4)..].Max(size));
        return after <= before * 1.3 ? [] : [$"{before >> 20} MB in the second quarter, {after >> 20} MB in the last"];
    }

    private static string Table(SoakTraffic[] traffic, SoakOffer18 offer18, List<Sample> samples, List<string> deaths, Verdict[] verdicts)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine("| campaign | honest visitors | not let in | SMS | checks | conversions | proofs | booked, but cut off by a death |").AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var each in traffic)
        {
            var calls = offer18.Calls.Where(call => call.Campaign == each.Campaign).ToArray();
            var booked = calls.Where(call => call is { IsCheck: true, Succeeded: true }).Select(call => call.Msisdn).ToHashSet();
            text.AppendLine(CultureInfo.InvariantCulture, $"| {each.Campaign} | {each.Honest} | {each.Lost.Count} | {calls.Count(call => call is { IsCheck: false, Succeeded: true })} | {calls.Count(call => call.IsCheck)} | {booked.Count} | {each.Proofs.Count} | {booked.Count(number => !each.Proofs.ContainsKey(number))} |");
        }

        text.AppendLine().AppendLine("| request | answer | times |").AppendLine("|---|---|---|");
        foreach (var answer in traffic.SelectMany(each => each.Answers).GroupBy(answer => answer.Key, answer => answer.Value).OrderBy(answer => answer.Key))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {answer.Key.Operation} | {answer.Key.Answer} | {answer.Sum()} |");
        }

        text.AppendLine().AppendLine("| after | node | Redis | keys | answers |").AppendLine("|---|---|---|---|---|");
        foreach (var sample in samples.Where((_, index) => index % Math.Max(1, samples.Count / 10) == 0))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {sample.At:mm\\:ss} | {sample.Node >> 20} MB | {sample.Redis / 1048576.0:0.0} MB | {sample.Keys} | {sample.Answers} |");
        }

        text.AppendLine().AppendLine("Deaths: " + string.Join("; ", deaths));
        foreach (var lost in traffic.SelectMany(each => each.Lost).CountBy(lost => lost.Last))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Not let in, {lost.Key}: {lost.Value}");
        }

        foreach (var verdict in verdicts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{(verdict.Faults.Length == 0 ? "holds" : "BROKEN")}: {verdict.What} {string.Join("; ", verdict.Faults.Take(10))}");
        }

        return text.ToString();
    }

    private sealed record Sample(TimeSpan At, long Node, long Redis, int Keys, int Answers);

    private sealed record Verdict(string What, string[] Faults);
}
