namespace Offer18.Otp.Simulator.Wire;

internal enum ReplyKind
{
    Answer,
    ConnectionReset,
    Silence,
}
