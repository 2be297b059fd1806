using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Finds out at start that a later registration has replaced a part of the gate. Otherwise a visitor would find out.</summary>
internal static class OtpGateCheck
{
    public static void Run(IServiceProvider services, string campaign)
    {
        using var scope = services.CreateScope();
        var policy = scope.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>()
            .GetPolicyAsync(OtpPolicy.Name(campaign, 0)).GetAwaiter().GetResult();
        if (policy?.Requirements.OfType<OtpVerifiedRequirement>().Any() != true)
        {
            throw new InvalidOperationException(
                "An IAuthorizationPolicyProvider was registered after AddOffer18Otp and hides [RequireOtpVerified]: register it before.");
        }

        // A handler that wraps ours works too. Only the site knows whether its handler wraps or replaces ours, so this is only a warning.
        if (scope.ServiceProvider.GetRequiredService<IAuthorizationMiddlewareResultHandler>() is not OtpResultHandler)
        {
            scope.ServiceProvider.GetRequiredService<ILogger<OtpResultHandler>>().ResultHandlerReplaced();
        }
    }
}
