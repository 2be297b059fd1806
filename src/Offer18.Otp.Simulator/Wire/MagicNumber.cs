namespace Offer18.Otp.Simulator.Wire;

/// <summary>How calls for one number are answered. What is not set is the same as for any other number.</summary>
/// <param name="Msisdn">The number: digits, without a plus sign.</param>
/// <param name="Name">The key of the text that says in the inbox what happens.</param>
/// <param name="Answers">What Offer18 answers, in the words of the README's table.</param>
/// <param name="BrowserGets">The error code that a visitor's browser gets, in the words of the README's table.</param>
internal sealed record MagicNumber(string Msisdn, string Name, string Answers, string BrowserGets)
{
    public static readonly MagicNumber None = new("", "", "", "");

    /// <summary>The answer to <c>otp_gen</c>, instead of sending a code.</summary>
    public Reply? Generate { get; init; }

    /// <summary>The answer to <c>otp_verify</c>, whatever the code.</summary>
    public Reply? Verify { get; init; }

    /// <summary>The answer's body when a code is sent; <c>{id}</c> stands for the request id.</summary>
    public string SentBody { get; init; } = """{"status":"200","response":"otp_sent","data":"{id}"}""";

    public string VerifiedBody { get; init; } = """{"status":"200","response":"otp_verified"}""";

    public bool NumericRequestId { get; init; }

    /// <summary>Whether the right code is accepted but the connection breaks before the answer.</summary>
    public bool LosesVerifiedAnswer { get; init; }

    /// <summary>How long both calls take.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The first call that is answered in another way than usual.</summary>
    public string Operation => Verify is not null || LosesVerifiedAnswer ? CallHandler.Verify : CallHandler.Generate;
}
