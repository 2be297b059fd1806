using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Writes what the gate asks into a policy's name, and reads it from there.</summary>
internal static class OtpPolicy
{
    private const string Prefix = "Offer18.Otp:";

    public static string Name(string campaign) => Prefix + campaign;

    public static bool TryRead(string name, [NotNullWhen(true)] out OtpVerifiedRequirement? requirement)
    {
        requirement = name.StartsWith(Prefix, StringComparison.Ordinal) ? new(name[Prefix.Length..]) : null;
        return requirement is not null;
    }

    /// <summary>
    /// A policy provider that the site registers after <c>AddOffer18Otp</c> replaces ours without a word, and each gated page
    /// would fail on its first request. Better to fail at start.
    /// </summary>
    public static void ThrowIfReplaced(IServiceProvider services, string campaign)
    {
        using var scope = services.CreateScope();
        var policy = scope.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(Name(campaign)).GetAwaiter().GetResult();
        if (policy?.Requirements.OfType<OtpVerifiedRequirement>().Any() != true)
        {
            throw new InvalidOperationException(
                "An IAuthorizationPolicyProvider was registered after AddOffer18Otp and hides [RequireOtpVerified]: register it before.");
        }
    }
}
