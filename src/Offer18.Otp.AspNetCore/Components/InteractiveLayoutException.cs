namespace Offer18.Otp.AspNetCore.Components;

/// <summary>
/// The site's root component gives its router a render mode. In the browser that router would find no such page among the site's own, and
/// show "Not Found" in its place.
/// </summary>
internal sealed class InteractiveLayoutException : Exception;
