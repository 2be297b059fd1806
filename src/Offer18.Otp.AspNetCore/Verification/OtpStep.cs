using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>Runs a step of the flow. If a store fails, the step ends as a refusal. Every refusal is logged.</summary>
internal static class OtpStep
{
    public static async Task<OtpOutcome> RunAsync(ILogger logger, string operation, OtpCaller caller, Task<OtpOutcome> step, StepSubject? about = null)
    {
        OtpOutcome outcome;
        try
        {
            outcome = await step;
        }
        catch (OtpStoreUnavailableException)
        {
            outcome = OtpOutcome.Refused(caller.Ticket, new OtpError(OtpErrorCodes.StoreUnavailable));
        }

        if (outcome.Error is { } error)
        {
            logger.Refused(operation, error.Code, caller.Campaign, about?.Context?.Operator ?? "");
        }

        return outcome with { Operator = about?.Context?.Operator };
    }
}
