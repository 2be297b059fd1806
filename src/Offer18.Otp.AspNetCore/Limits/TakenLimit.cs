using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Limits;

/// <summary>A limit, and what its counter has answered.</summary>
internal sealed record TakenLimit(OtpLimit Limit, OtpCount Count);
