using System.Diagnostics;

namespace Offer18.Otp.AspNetCore.Diagnostics;

/// <summary>A call that is under way. Without an end it was given up by its caller, and is not measured.</summary>
internal sealed class OtpCall(OtpCalls calls, string operation, string campaign, Activity? activity, long started) : IDisposable
{
    public string Operation => operation;

    public string Campaign => campaign;

    public Activity? Activity => activity;

    public long Started => started;

    public void End(OtpCallEnd end) => calls.End(this, end);

    public void Dispose() => activity?.Dispose();
}
