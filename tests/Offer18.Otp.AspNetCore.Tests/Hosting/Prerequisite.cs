namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>The programs beside .NET that tests are run with.</summary>
internal static class Prerequisite
{
    /// <summary>A machine without the program skips the test that asks for it; CI fails it.</summary>
    public static void Require(string program)
    {
        if (File.Exists(program))
        {
            return;
        }

        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", $"There is no {program} on this machine.");
        throw new InvalidOperationException($"There is no {program}, and CI must have it.");
    }
}
