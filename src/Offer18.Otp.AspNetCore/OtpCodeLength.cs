namespace Offer18.Otp.AspNetCore;

/// <summary>How many digits a code may have. What is shorter or longer is refused without a call.</summary>
public sealed class OtpCodeLength
{
    /// <summary>The fewest digits, 4 to 8. Default 4.</summary>
    public int Min { get; set; } = 4;

    /// <summary>The most digits, 4 to 8 and not below <see cref="Min"/>. Default 8.</summary>
    public int Max { get; set; } = 8;

    /// <summary>A code of just this many digits.</summary>
    /// <param name="length">Digits, 4 to 8.</param>
    public static implicit operator OtpCodeLength(int length) => FromInt32(length);

    /// <summary>A code of just this many digits.</summary>
    /// <param name="length">Digits, 4 to 8.</param>
    public static OtpCodeLength FromInt32(int length) => new() { Min = length, Max = length };
}
