using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// Gives the components of a page or circuit the proof that its user carries. The default campaign's value has no name; another campaign's
/// value has the campaign's name. The value follows the user: in a circuit it becomes null when the proof is no longer valid.
/// </summary>
internal static class OtpCascadingValue
{
    public static CascadingValueSource<VerifiedMsisdn?> Create(IServiceProvider services, string campaign)
    {
        // A site without Blazor has no such service. The service and the value belong to the same page or circuit, and end together.
        var authentication = services.GetService<AuthenticationStateProvider>();
        var value = campaign.Length == 0
            ? new CascadingValueSource<VerifiedMsisdn?>(Current, isFixed: false)
            : new CascadingValueSource<VerifiedMsisdn?>(campaign, Current, isFixed: false);
        if (authentication is not null)
        {
            authentication.AuthenticationStateChanged += changed => _ = FollowAsync(changed);
        }

        return value;

        VerifiedMsisdn? Current() => authentication?.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } state
            ? OtpClaims.Read(state.Result.User, campaign)
            : null;

        async Task FollowAsync(Task<AuthenticationState> changed) =>
            await value.NotifyChangedAsync(OtpClaims.Read((await changed).User, campaign));
    }
}
