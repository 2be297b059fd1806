namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>Somebody with a phone who does what the site asks for: by HTTP alone, or in a browser.</summary>
internal abstract class Visitor(Phone phone)
{
    private int _guesses;

    public Phone Phone { get; set; } = phone;

    /// <summary>Asks for a code.</summary>
    public abstract Task<string> GenerateAsync();

    /// <summary>Types a code, and answers with what a driver that waits for it is told.</summary>
    public abstract Task<string> VerifyAsync(string code);

    /// <summary>Types the code of the last SMS.</summary>
    public virtual Task<string> VerifyAsync() => VerifyAsync(Phone.Code);

    /// <summary>Types a wrong code, another one each time.</summary>
    public Task<string> GuessAsync() => VerifyAsync(Phone.WrongCode(Interlocked.Increment(ref _guesses)));
}
