using System.Globalization;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A number, the SMS that reach it, and what was done for it at Offer18.</summary>
internal sealed class Phone(Offer18Simulator? offer18, string msisdn)
{
    private static int _phones;

    public string Msisdn => msisdn;

    /// <summary>The number as it is typed in its country.</summary>
    public string Number => $"0{msisdn[2..6]} {msisdn[6..]}";

    /// <summary>The code of the last SMS.</summary>
    public string Code => Offer18.LatestCode(msisdn) ?? throw new InvalidOperationException("No code was sent.");

    /// <summary>How many SMS were sent to it.</summary>
    public int Sent => Calls("otp_gen").Count();

    /// <summary>How many codes Offer18 was asked to check.</summary>
    public int Checked => Calls("otp_verify").Count();

    /// <summary>How often it was asked to check the right one; it takes one once.</summary>
    public int RightChecked => Calls("otp_verify").Count(call => call.Parameter("otp") == Offer18.LatestCode(msisdn));

    /// <summary>How many conversions it has booked.</summary>
    public int Converted => Offer18.Codes.Used(msisdn);

    /// <summary>One whose number nobody else has, because a number has a cool-down.</summary>
    // Of those that Ofcom keeps for fiction; from 400 to 799 some mean something to the simulator.
    public static Phone New(Offer18Simulator? offer18)
    {
        var phone = Interlocked.Increment(ref _phones);
        return new(offer18, $"447700900{(phone < 400 ? phone : phone + 400):000}");
    }

    /// <summary>A code that is not the one that was sent; there are as many of them as one wants.</summary>
    public string WrongCode(int which = 1) => OtherThan(Code, which);

    /// <inheritdoc cref="WrongCode"/>
    public static string OtherThan(string code, int which = 1) =>
        ((int.Parse(code, CultureInfo.InvariantCulture) + which) % (int)Math.Pow(10, code.Length)).ToString($"D{code.Length}", CultureInfo.InvariantCulture);

    private Offer18Simulator Offer18 => offer18 ?? throw new InvalidOperationException("This phone's Offer18 is in another process.");

    private IEnumerable<SimulatedCall> Calls(string operation) =>
        Offer18.Calls.Where(call => call.Operation == operation && call.Parameter("msisdn")?.TrimStart('+') == msisdn);
}
