namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How a send ended.</summary>
public enum OtpSendOutcome
{
    /// <summary>The code was sent: the challenge is pending, its lifetime and its checks begin anew.</summary>
    Sent,

    /// <summary>It was refused, or nobody knows. It stays counted; an earlier code of this challenge stays valid.</summary>
    Failed,

    /// <summary>Nothing left the machine: it is not counted, and may be tried again at once.</summary>
    NotSent,
}
