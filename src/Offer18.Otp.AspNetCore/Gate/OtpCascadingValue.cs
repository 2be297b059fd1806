using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>
/// The proof that the user of a page or a circuit carries, for the components in it: without a name for the default campaign, by its name for
/// another. It follows the user: in a circuit it goes when the proof no longer holds.
/// </summary>
internal static class OtpCascadingValue
{
    public static CascadingValueSource<VerifiedMsisdn?> Create(IServiceProvider services, string campaign)
    {
        // A site without Blazor has none. Both are of one page or one circuit, and end with it.
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
