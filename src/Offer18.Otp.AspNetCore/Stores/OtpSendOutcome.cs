namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>How a send ended.</summary>
public enum OtpSendOutcome
{
    /// <summary>The code was sent. The challenge is pending, and its lifetime and its checks begin again.</summary>
    Sent,

    /// <summary>The send was refused, or its answer was lost. It stays counted. An earlier code of this challenge stays valid.</summary>
    Failed,

    /// <summary>Nothing left the machine. The send is not counted, and may be tried again at once.</summary>
    NotSent,
}
