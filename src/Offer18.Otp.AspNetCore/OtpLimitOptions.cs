namespace Offer18.Otp.AspNetCore;

/// <summary>
/// A campaign's limits beside its numbers' own: what a send or a check costs is held against what was verified. The section <c>Limits</c>.
/// <c>docs/limits.md</c> says how each was chosen.
/// </summary>
public sealed class OtpLimitOptions
{
    internal const int DefaultMaxEntries = 1_000_000;

    /// <summary>What the limits do. Default <see cref="OtpLimitMode.Enforce"/>.</summary>
    public OtpLimitMode Mode { get; set; } = OtpLimitMode.Enforce;

    /// <summary>
    /// What the limits of a kind do, where that differs from <see cref="Mode"/>: <c>"Modes": { "Prefix": "Record" }</c>. Default: none.
    /// </summary>
    public IDictionary<OtpLimitKind, OtpLimitMode> Modes { get; } = new Dictionary<OtpLimitKind, OtpLimitMode>();

    /// <summary>
    /// How many codes may be sent for one browser within <see cref="Offer18OtpOptions.SendWindow"/>, to all numbers together, resends
    /// included. A browser without our cookie is counted by its address alone. 1 to 1,000. Default 5.
    /// </summary>
    public int MaxSendsPerBrowser { get; set; } = 5;

    /// <summary>
    /// How many codes may be sent for one address within <see cref="Offer18OtpOptions.SendWindow"/>. What is verified is given back, so
    /// that only codes which nobody enters count. A mobile operator has thousands of visitors behind one address. 1 to 1,000,000. Default 200.
    /// </summary>
    public int MaxSendsPerAddress { get; set; } = 200;

    /// <summary>How many codes the campaign may send within an hour, to all numbers together. At least 1. Default: no limit.</summary>
    public int? MaxSendsPerHour { get; set; }

    /// <summary>How many codes may be sent to one number within 24 h. 1 to 1,000. Default 10.</summary>
    public int MaxSendsPerDay { get; set; } = 10;

    /// <summary>
    /// How many codes to numbers of one prefix (all but the last four digits) may stay unverified within 24 h, before the prefix closes for a
    /// while. 1 to 1,000,000. Default 20.
    /// </summary>
    public int MaxUnverifiedPerPrefix { get; set; } = 20;

    /// <summary>How many codes that one address asked for may stay unverified within 24 h, before it closes for a while. 1 to 1,000,000. Default 100.</summary>
    public int MaxUnverifiedPerAddress { get; set; } = 100;

    /// <summary>
    /// How many codes to numbers of one country may stay unverified within 24 h, before it closes for a while. A country where hardly anybody
    /// verifies closes at a tenth of it, once the campaign has visitors elsewhere. 10 to 10,000,000. Default 1,000.
    /// </summary>
    public int MaxUnverifiedPerCountry { get; set; } = 1_000;

    /// <summary>How many wrong codes one browser may have checked within 24 h, for all numbers together. 1 to 1,000. Default 20.</summary>
    public int MaxWrongCodesPerBrowser { get; set; } = 20;

    /// <summary>
    /// How many wrong codes one address may have checked within 24 h, and one more for every two visitors who were verified there. Beyond that each browser
    /// still has three, within <see cref="MaxWrongCodes"/>. 1 to 1,000,000. Default 15.
    /// </summary>
    public int MaxWrongCodesPerAddress { get; set; } = 15;

    /// <summary>
    /// How many wrong codes the campaign may have checked within 24 h, and one more for every ten verified visitors, before an address may have only 2, and one
    /// more for every ten visitors who were verified there. At least 1. Default 5,000.
    /// </summary>
    public int MaxWrongCodes { get; set; } = 5_000;

    /// <summary>
    /// Numbers (<c>+964 770 …</c>), prefixes of numbers (<c>+964770</c>), networks (<c>203.0.113.0/24</c>), addresses and countries
    /// (<c>IQ</c>) to which no limit of this section applies. Configuration can also give one text. Default: none.
    /// </summary>
    public IList<string> AlwaysAllow { get; } = [];

    /// <summary>The same, for what is always refused. It wins over <see cref="AlwaysAllow"/>. Default: none.</summary>
    public IList<string> NeverAllow { get; } = [];

    /// <summary>
    /// Numbers with a fixed code, for reviewers. Whoever knows such a code is verified, in production too; the proof says so
    /// (<see cref="Stores.VerifiedMsisdn.IsTest"/>, claim <c>offer18_test</c>), and so does the log, each time. No limit of this section applies to
    /// them. Default: none.
    /// </summary>
    public IList<OtpTestNumber> TestNumbers { get; } = [];

    /// <summary>Whether the gate opens for proofs of <see cref="TestNumbers"/>. Default false.</summary>
    public bool AcceptTestNumbers { get; set; }

    /// <summary>
    /// How many entries of each kind the stores in memory hold at most: challenges, numbers, counters, proofs. What is over goes first, then the oldest
    /// challenge. When nothing may go, sending is refused (<c>docs/scale.md</c>). The largest of the campaigns' values holds for all. At least 1,000. Default 1,000,000.
    /// </summary>
    public int MaxEntries { get; set; } = DefaultMaxEntries;

    internal OtpLimitMode ModeOf(OtpLimitKind kind) => Modes.TryGetValue(kind, out var mode) ? mode : Mode;
}
