namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>
/// Remembers which partner texts were logged. A partner whose texts are always different must not fill the memory or the log. So after 256
/// texts no new text is logged until the site restarts. All texts are still counted.
/// </summary>
internal sealed class OtpSeenTexts
{
    private const int MaxTexts = 256;

    private readonly HashSet<(OtpRoute Route, string Text)> _seen = [];
    private readonly Lock _lock = new();

    public bool IsNew(OtpRoute route, string text)
    {
        lock (_lock)
        {
            return _seen.Count < MaxTexts && _seen.Add((route, text));
        }
    }
}
