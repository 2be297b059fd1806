namespace Offer18.Otp.AspNetCore;

/// <summary>How many digits a code may have. A shorter or longer code is refused without calling Offer18.</summary>
public sealed class OtpCodeLength
{
    /// <summary>The smallest number of digits, 4 to 8. Default 4.</summary>
    public int Min { get; set; } = 4;

    /// <summary>The largest number of digits, 4 to 8 and not less than <see cref="Min"/>. Default 8.</summary>
    public int Max { get; set; } = 8;

    /// <summary>A code of exactly this many digits.</summary>
    /// <param name="length">Digits, 4 to 8.</param>
    public static implicit operator OtpCodeLength(int length) => FromInt32(length);

    /// <summary>A code of exactly this many digits.</summary>
    /// <param name="length">Digits, 4 to 8.</param>
    public static OtpCodeLength FromInt32(int length) => new() { Min = length, Max = length };
}
