namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>
/// Remembers which partner texts were logged. A partner that puts something else into each of its texts fills neither the
/// memory nor the log: after 256 texts no further ones are logged until the site starts again, and all are counted.
/// </summary>
internal sealed class OtpSeenTexts
{
    private const int MaxTexts = 256;

    private readonly HashSet<(string Campaign, string Text)> _seen = [];
    private readonly Lock _lock = new();

    public bool IsNew(string campaign, string text)
    {
        lock (_lock)
        {
            return _seen.Count < MaxTexts && _seen.Add((campaign, text));
        }
    }
}
