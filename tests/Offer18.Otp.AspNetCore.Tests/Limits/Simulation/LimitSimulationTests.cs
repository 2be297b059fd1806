using System.Globalization;
using System.Net;
using Offer18.Otp.AspNetCore.Tests.Hosting;

namespace Offer18.Otp.AspNetCore.Tests.Limits.Simulation;

/// <summary>
/// What the limits do to honest visitors, and to attackers. The same seed gives the same figures, and they are the tables of
/// <c>docs/limits.md</c>. To write them again, run this test with the environment variable <c>OFFER18_WRITE_DOCS</c> set.
/// </summary>
[Long]
public sealed class LimitSimulationTests
{
    private const double MostRefused = 0.001;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    private static readonly string[] Countries =
    [
        "LV", "LT", "EE", "UZ", "KZ", "AZ", "GE", "AM", "MD", "BY", "PK", "BD", "LK", "NP", "MM", "KH", "ID", "PH", "TJ", "KG", "TN", "DZ", "MA", "EG", "NG",
        "GH", "KE", "UG", "ZM", "SO",
    ];

    private static readonly Scene[] Scenes =
    [
        new("10,000 visitors a day, 1,000 of them in one minute; 55 % verify"),
        new("the same; 35 % verify") { VerifiedShare = 0.35 },
        new("the same; 75 % verify") { VerifiedShare = 0.75 },
        new("200 visitors a day for five days; 35 % verify") { Visitors = 200, Burst = 0, Days = 5, VerifiedShare = 0.35 },
        new("a new campaign, 1,000 visitors in its first minute; 35 % verify") { BurstAt = TimeSpan.Zero, VerifiedShare = 0.35 },
        new("the partner is down for 20 minutes") { Down = (Noon, TimeSpan.FromMinutes(20)) },
        new("one prefix: 10,000 numbers, 500 addresses, 2 hours") { MostSms = 60, Numbers = () => OfPrefixes(["964770123"]) },
        new("one country: 10,000 numbers of 400 prefixes, 500 addresses, 2 hours") { MostSms = 400, Numbers = () => OfPrefixes(Simulation.Numbers.PrefixesOf("UZ", 400)) },
        new("30 countries: 10,000 numbers of 900 prefixes, 500 addresses, 2 hours")
        {
            Numbers = () => OfPrefixes([.. Countries.SelectMany(country => Simulation.Numbers.PrefixesOf(country, 30))]),
        },
        new("one address: 5,000 numbers, no cookies, 2 hours") { MostSms = 150, Numbers = () => Simulation.Numbers.OfHome, Asks = 5_000, Addresses = 1 },
        new("slow: 20 an hour for a week, one prefix, 500 addresses")
        {
            MostSms = 168,
            Visitors = 2_000,
            Burst = 0,
            Days = 8,
            Numbers = () => OfPrefixes(["964770123"]),
            Asks = 20 * 24 * 7,
            Within = TimeSpan.FromDays(7),
        },
        new("one prefix: every tenth code is entered, SIM cards of his own") { Numbers = () => OfPrefixes(["964770123"]), VerifiesOneOf = 10 },
        new("200 visitors a day: one foreign country, 10,000 numbers of 400 prefixes, 500 addresses, 2 hours")
        {
            MostSms = 400,
            Visitors = 200,
            Burst = 0,
            Numbers = () => OfPrefixes(Simulation.Numbers.PrefixesOf("UZ", 400)),
        },
        new("a new cookie each time: 10,000 numbers, 20 addresses, 2 hours") { Numbers = () => Simulation.Numbers.OfHome, Addresses = 20, KeepsCookies = true },
        new("guessing: 6,000 numbers, five codes each time, 500 addresses, all day")
        {
            MostWrongCodes = 10_000,
            Numbers = () => OfSome(6_000),
            Asks = 50_000,
            AttackAt = TimeSpan.Zero,
            Within = Day,
            Guesses = 5,
            KeepsCookies = true,
        },
        new("the same in a campaign's second week")
        {
            MostWrongCodes = 10_000,
            Days = 8,
            Numbers = () => OfSome(6_000),
            Asks = 50_000,
            AttackAt = Day * 7,
            Within = Day,
            Guesses = 5,
            KeepsCookies = true,
        },
        new("four numbers of one prefix, again and again, 500 addresses, 2 hours") { MostSms = 100, Numbers = () => OfSome(4, "964770123"), KeepsCookies = true },
        new("400 numbers of one country, again and again, 500 addresses, 2 hours")
        {
            MostSms = 400,
            Numbers = () => OfSome(400, [.. Simulation.Numbers.PrefixesOf("UZ", 400)]),
            KeepsCookies = true,
        },
        new("behind an operator's address: guessing at 1,500 numbers, 20 hours")
        {
            Numbers = () => Simulation.Numbers.OfHome,
            Asks = 1_500,
            AttackAt = TimeSpan.FromHours(1),
            Within = TimeSpan.FromHours(20),
            BehindOperator = 7,
            Guesses = 5,
            KeepsCookies = true,
        },
        new("behind an operator's address: 1,000 codes that nobody enters, 20 hours")
        {
            Numbers = () => Simulation.Numbers.OfHome,
            Asks = 1_000,
            AttackAt = TimeSpan.FromHours(1),
            Within = TimeSpan.FromHours(20),
            BehindOperator = 7,
            KeepsCookies = true,
        },
    ];

    // Nothing but addresses and prefixes tells these numbers from honest ones.
    private static readonly Scene OwnCountry = new("the visitors' own country: 10,000 numbers of 400 prefixes, 500 addresses, 2 hours")
    {
        Numbers = () => OfPrefixes([.. Enumerable.Range(0, 400).Select(n => $"964770{n:000}")]),
    };

    [Fact]
    public async Task Honest_visitors_pass_and_attackers_get_next_to_nothing()
    {
        var results = new List<Result>();
        foreach (var scene in Scenes)
        {
            results.Add(await RunAsync(scene));
        }

        var curve = new List<string>();
        foreach (var (settings, configure) in new (string, Action<OtpLimitOptions>)[]
        {
            ("by default", _ => { }),
            ("`MaxUnverifiedPerPrefix` 5", limits => limits.MaxUnverifiedPerPrefix = 5),
            ("`MaxUnverifiedPerCountry` 300", limits => limits.MaxUnverifiedPerCountry = 300),
            ("both", limits => (limits.MaxUnverifiedPerPrefix, limits.MaxUnverifiedPerCountry) = (5, 300)),
            ("`Modes:Country` `Off`", limits => limits.Modes[OtpLimitKind.Country] = OtpLimitMode.Off),
        })
        {
            var result = await RunAsync(OwnCountry with { Configure = configure });
            curve.Add(string.Create(CultureInfo.InvariantCulture, $"| {settings} | {result.Share * 100:0.00} % | {result.Sms:#,0} |"));
        }

        await DocumentTables.CheckAsync(
            "docs/limits.md",
            ("simulation", [
                "| scene | honest visitors | refused | the attacker asked | SMS sent for him | wrong codes checked | open again |",
                "|---|---|---|---|---|---|---|",
                .. results.Select(result => result.Row),
            ]),
            ("curve", ["| settings | honest visitors refused | SMS |", "|---|---|---|", .. curve]));
        Assert.All(results, result =>
        {
            Assert.InRange(result.Share, 0, MostRefused);
            Assert.InRange(result.Sms, 0, result.Scene.MostSms ?? int.MaxValue);
            Assert.InRange(result.WrongCodes, 0, result.Scene.MostWrongCodes ?? int.MaxValue);
            Assert.NotEqual(false, result.IsOpenAgain);
        });
    }

    private static Func<Random, string> OfPrefixes(IReadOnlyList<string> prefixes) =>
        random => Simulation.Numbers.OfPrefix(random, prefixes[random.Next(prefixes.Count)]);

    private static Func<Random, string> OfSome(int count, params string[] prefixes)
    {
        var random = new Random(7);
        var numbers = Enumerable.Range(0, count)
            .Select(n => prefixes.Length == 0 ? Simulation.Numbers.OfHome(random) : Simulation.Numbers.OfPrefix(random, prefixes[n % prefixes.Length]))
            .ToArray();
        return _ => numbers[random.Next(count)];
    }

    private static async Task<Result> RunAsync(Scene scene)
    {
        using var site = new SimulatedSite(seed: 20, options => scene.Configure(options.Limits));
        var honest = new HonestVisitors(site, scene.VerifiedShare, Numbers.OfHome);
        honest.Come((scene.Visitors * scene.Days) - scene.Burst, site.Start, Day * scene.Days);
        honest.Come(scene.Burst, site.Start + scene.BurstAt, TimeSpan.FromMinutes(1));
        if (scene.Down is var (from, time))
        {
            site.At(site.Start + from, () => Task.FromResult(site.IsPartnerDown = true));
            site.At(site.Start + from + time, () => Task.FromResult(site.IsPartnerDown = false));
        }

        if (scene.Numbers is null)
        {
            await site.RunAsync(site.Start + (Day * scene.Days) + TimeSpan.FromHours(1));
            return new(scene, honest, null, site.WrongCodes, null);
        }

        var attack = new Attack(site) { Addresses = scene.Addresses, BehindOperator = scene.BehindOperator, KeepsCookies = scene.KeepsCookies, VerifiesOneOf = scene.VerifiesOneOf, Guesses = scene.Guesses };
        var numbers = scene.Numbers();
        attack.Begin(site.Start + scene.AttackAt, scene.Within, scene.Asks, numbers);
        var wrongCodes = 0;
        bool? isOpenAgain = null;
        site.At(site.Start + scene.AttackAt, () => Task.FromResult(wrongCodes = -site.WrongCodes));
        site.At(site.Start + scene.AttackAt + scene.Within, () => Task.FromResult(wrongCodes += site.WrongCodes));
        // An honest visitor with such a number, or at the only address.
        site.At(site.Start + scene.AttackAt + scene.Within + TimeSpan.FromHours(1), async () =>
        {
            var address = scene.Addresses == 1 ? attack.AddressOf(0) : IPAddress.Parse("10.250.0.1");
            isOpenAgain = (await site.NewBrowser(address).GenerateAsync(numbers(new Random(99)))).Error is null;
        });
        await site.RunAsync(site.Start + (Day * scene.Days) + TimeSpan.FromHours(1));
        return new(scene, honest, attack, wrongCodes, isOpenAgain);
    }

    private sealed record Scene(string Name)
    {
        public double VerifiedShare { get; init; } = 0.55;

        public int Visitors { get; init; } = 10_000;

        public int Burst { get; init; } = 1_000;

        public TimeSpan BurstAt { get; init; } = Noon;

        public int Days { get; init; } = 1;

        public (TimeSpan From, TimeSpan Time)? Down { get; init; }

        public Action<OtpLimitOptions> Configure { get; init; } = _ => { };

        /// <summary>Whom the attacker asks codes for; null without an attacker.</summary>
        public Func<Func<Random, string>>? Numbers { get; init; }

        public TimeSpan AttackAt { get; init; } = TimeSpan.FromHours(13);

        public TimeSpan Within { get; init; } = TimeSpan.FromHours(2);

        public int Asks { get; init; } = 10_000;

        public int Addresses { get; init; } = 500;

        public int? BehindOperator { get; init; }

        public bool KeepsCookies { get; init; }

        public int VerifiesOneOf { get; init; }

        public int Guesses { get; init; }

        public int? MostSms { get; init; }

        public int? MostWrongCodes { get; init; }
    }

    private sealed record Result(Scene Scene, HonestVisitors Honest, Attack? Attack, int WrongCodes, bool? IsOpenAgain)
    {
        public double Share => (double)Honest.Refused / Honest.Count;

        public int Sms => Attack?.Sms ?? 0;

        public string Row => string.Create(
            CultureInfo.InvariantCulture,
            $"| {Scene.Name} | {Honest.Count:#,0} | {Share * 100:0.00} % | {Attack?.Asked:#,0} | {OfAttack(Sms, Scene.MostSms)} | {OfAttack(WrongCodes, Scene.MostWrongCodes)} | {(IsOpenAgain is null ? "" : IsOpenAgain.Value ? "yes" : "no")} |");

        private string OfAttack(int number, int? most) => Attack is null ? ""
            : most is null ? number.ToString("#,0", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"**{number:#,0}** (at most {most:#,0})");
    }
}
