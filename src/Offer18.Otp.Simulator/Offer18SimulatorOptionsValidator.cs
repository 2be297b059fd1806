using Microsoft.Extensions.Options;

namespace Offer18.Otp.Simulator;

internal sealed class Offer18SimulatorOptionsValidator : IValidateOptions<Offer18SimulatorOptions>
{
    public ValidateOptionsResult Validate(string? name, Offer18SimulatorOptions options)
    {
        List<string> failures = [];

        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            failures.Add("Offer18SimulatorOptions.ApiKey may not be empty.");
        }

        if (options.AffiliateId <= 0)
        {
            failures.Add("Offer18SimulatorOptions.AffiliateId must be positive.");
        }

        if (options.AdvertiserId <= 0)
        {
            failures.Add("Offer18SimulatorOptions.AdvertiserId must be positive.");
        }

        if (options.CodeLength is < 4 or > 8)
        {
            failures.Add("Offer18SimulatorOptions.CodeLength must be from 4 to 8.");
        }

        if (options.CodeLifetime <= TimeSpan.Zero || options.CodeLifetime > TimeSpan.FromDays(1))
        {
            failures.Add("Offer18SimulatorOptions.CodeLifetime must be more than zero and at most one day.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
