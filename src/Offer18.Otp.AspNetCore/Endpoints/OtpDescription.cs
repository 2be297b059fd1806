namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// Metadata of an endpoint of ours: what its body contains. ASP.NET Core's own metadata for this would also make routing refuse other content
/// types, with an answer that is not ours.
/// </summary>
/// <param name="Body">The type that describes the body; null if the endpoint takes none.</param>
/// <param name="IsBodyRequired">Whether there must be a body.</param>
internal sealed record OtpDescription(Type? Body = null, bool IsBodyRequired = false);
