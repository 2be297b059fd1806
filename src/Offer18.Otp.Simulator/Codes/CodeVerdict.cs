namespace Offer18.Otp.Simulator.Codes;

internal enum CodeVerdict
{
    Right,
    NoRequest,
    Wrong,
    Expired,
    AlreadyUsed,
    TooManyWrong,
}
