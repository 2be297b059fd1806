namespace Offer18.Otp.Simulator;

/// <summary>What the simulated Offer18 account accepts, and how its codes are made. Validated when the host starts.</summary>
public sealed class Offer18SimulatorOptions
{
    /// <summary>The API key that callers must send as <c>key</c>. Default: <c>simulator-key</c>. It may not be empty.</summary>
    public string ApiKey { get; set; } = "simulator-key";

    /// <summary>The affiliate id that callers must send as <c>aid</c>. Default: 1001. It must be positive.</summary>
    public int AffiliateId { get; set; } = 1001;

    /// <summary>The advertiser id that callers must send as <c>mid</c>. Default: 2002. It must be positive.</summary>
    public int AdvertiserId { get; set; } = 2002;

    /// <summary>How many digits a code has. Default: 6. From 4 to 8.</summary>
    public int CodeLength { get; set; } = 6;

    /// <summary>How long a code is accepted after it was sent. Default: 10 minutes. More than zero, at most one day.</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether a site with the simulator may start in an environment named <c>Production</c>. Default: <see langword="false"/>,
    /// because no SMS is sent, and the inbox shows every code to everyone who can reach it.
    /// </summary>
    public bool AllowInProduction { get; set; }
}
