namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How a send ended.</summary>
public enum OtpSendOutcome
{
    /// <summary>The code was sent. The challenge is pending, and its lifetime and its checks begin again.</summary>
    Sent,

    /// <summary>The send was refused. It stays counted. An earlier code of this challenge stays valid.</summary>
    Refused,

    /// <summary>Nothing left the machine. The send is not counted, and may be tried again at once.</summary>
    NotSent,

    /// <summary>
    /// The answer was lost, so the message may be on its way. The challenge is pending as if the code was sent, keeps an earlier request id,
    /// and is marked (<see cref="OtpChallenge.IsSendUncertain"/>).
    /// </summary>
    Unknown,
}
