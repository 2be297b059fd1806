using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Says at start what would otherwise be found out by a visitor: a registration that took the gate's parts out.</summary>
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

        // One that wraps ours is as good: it can be told from one that replaced ours by the site alone.
        if (scope.ServiceProvider.GetRequiredService<IAuthorizationMiddlewareResultHandler>() is not OtpResultHandler)
        {
            scope.ServiceProvider.GetRequiredService<ILogger<OtpResultHandler>>().ResultHandlerReplaced();
        }
    }
}
