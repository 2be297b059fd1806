using System.Security.Claims;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Who the site's own sign-in says the visitor is: a verification made by one user does not serve the next.</summary>
internal static class OtpSubject
{
    public static string? Of(ClaimsPrincipal user) =>
        user.Identities.FirstOrDefault(identity => identity.IsAuthenticated) is { } identity
            ? identity.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? identity.FindFirst("sub")?.Value ?? identity.Name ?? ""
            : null;
}
