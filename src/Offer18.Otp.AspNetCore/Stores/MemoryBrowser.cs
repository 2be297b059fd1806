namespace Offer18.Otp.AspNetCore.Stores;

/// <summary>The challenges that a browser in memory has asked for last. Only the holder of its key's lock may use it.</summary>
internal sealed class MemoryBrowser(UInt128 key) : MemoryEntry<UInt128>(key)
{
    private MemoryChallenge? _last;
    private MemoryChallenge? _before;

    public IReadOnlyList<MsisdnDigest> Asked => [.. new[] { _last, _before }.OfType<MemoryChallenge>().Select(challenge => new MsisdnDigest(challenge.Texts.MsisdnDigest))];

    public void Ask(MemoryChallenge challenge) => (_last, _before) = (challenge, _last?.Key == challenge.Key ? _before : _last);
}
