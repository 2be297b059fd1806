using Microsoft.AspNetCore.Authorization;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Recognises our policies by their names, and leaves all others to the site's provider.</summary>
internal sealed class OtpPolicyProvider(IAuthorizationPolicyProvider site, IEnumerable<OtpCampaign> campaigns) : IAuthorizationPolicyProvider
{
    public bool AllowsCachingPolicies => site.AllowsCachingPolicies;

    public Task<AuthorizationPolicy> GetDefaultPolicyAsync() => site.GetDefaultPolicyAsync();

    public Task<AuthorizationPolicy?> GetFallbackPolicyAsync() => site.GetFallbackPolicyAsync();

    public Task<AuthorizationPolicy?> GetPolicyAsync(string policyName)
    {
        if (!OtpPolicy.TryRead(policyName, out var requirement))
        {
            return site.GetPolicyAsync(policyName);
        }

        return campaigns.Any(campaign => campaign.Name == requirement.Campaign)
            ? Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder().AddRequirements(requirement).Build())
            : throw new InvalidOperationException($"[RequireOtpVerified] names campaign \"{requirement.Campaign}\", which was not added. {OtpCampaign.HowToAdd(requirement.Campaign)}");
    }
}
