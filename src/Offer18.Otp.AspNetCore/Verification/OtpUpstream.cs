using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>
/// Calls Offer18, and always gets a result: a site may put a client of its own in our client's place, and what that one throws must
/// not leave a send or an attempt without its end. Nothing is cancelled: a visitor who goes away has cost an SMS all the same, and a code
/// that is right must be kept.
/// </summary>
internal sealed class OtpUpstream(IOffer18OtpClient client, ILogger<OtpUpstream> logger)
{
    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request) =>
        GuardAsync(request.Campaign, () => client.GenerateAsync(request, CancellationToken.None));

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request) =>
        GuardAsync(request.Campaign, () => client.VerifyAsync(request, CancellationToken.None));

    private async Task<Offer18Result> GuardAsync(string campaign, Func<Task<Offer18Result>> call)
    {
        Offer18Result result;
        try
        {
            result = await call();
        }
        catch (Exception exception)
        {
            logger.ClientThrew(exception.GetType().Name, campaign);
            return Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown);
        }

        if (result.ErrorCode == OtpErrorCodes.UpstreamRejectedCredentials)
        {
            logger.CredentialsRejected(campaign);
        }

        return result;
    }
}
