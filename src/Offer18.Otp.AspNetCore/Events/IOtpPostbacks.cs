namespace Offer18.Otp.AspNetCore.Events;

/// <summary>What the site's operator does about postbacks that were set aside on this node. It is for people the site trusts.</summary>
public interface IOtpPostbacks
{
    /// <summary>The postbacks that were set aside, the oldest first; 1,000 at most.</summary>
    IReadOnlyList<OtpPostbackSetAside> SetAside { get; }

    /// <summary>Sends again what was set aside, as if the event had just taken place.</summary>
    /// <param name="campaign">The campaign; empty is the default one.</param>
    /// <param name="postback">The name of the postback; null for all of the campaign.</param>
    /// <returns>How many are sent again.</returns>
    int SendAgain(string campaign = "", string? postback = null);
}
