using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Client;
using Offer18.Otp.AspNetCore.Diagnostics;
using Offer18.Otp.AspNetCore.Stores;

namespace Offer18.Otp.AspNetCore.Verification;

/// <summary>The numbers of reviewers: they get no message, and their fixed code is checked here. Everything else is as for any number.</summary>
internal sealed class TestNumbers(
    IOptionsMonitor<Offer18OtpOptions> options, IMsisdnParser numbers, MsisdnDigests digests, TimeProvider timeProvider, ILogger<TestNumbers> logger)
{
    /// <summary>Marks a challenge that was made for a test number, in the place of Offer18's request id.</summary>
    private const string RequestId = "offer18-otp-test-number";

    public static bool IsTest(OtpChallenge challenge) => challenge.RequestId == RequestId;

    /// <summary>The campaign's test number that has this digest and has not ended; null if there is none.</summary>
    public OtpTestNumber? Find(string campaign, MsisdnDigest msisdnDigest)
    {
        var settings = options.Get(campaign);
        var now = timeProvider.GetUtcNow();
        foreach (var number in settings.Limits.TestNumbers)
        {
            if (number.EndsAt > now
                && numbers.Parse(number.Msisdn, settings.AllowedCountries, null) is { } msisdn && digests.Compute(campaign, msisdn.Digits).Contains(msisdnDigest))
            {
                return number;
            }
        }

        return null;
    }

    public Offer18Result Send(string campaign, string digits)
    {
        logger.TestNumberUsed("generate", MsisdnMask.Apply(digits), campaign);
        return Offer18Result.Success(RequestId);
    }

    /// <summary>A number that has ended since its challenge was made has no right code any more.</summary>
    public Offer18Result Check(string campaign, OtpTestNumber? number, string digits, string code)
    {
        logger.TestNumberUsed("verify", MsisdnMask.Apply(digits), campaign);
        return number is null ? Offer18Result.Failure(OtpErrorCodes.OtpExpired)
            : CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(number.Code)) ? Offer18Result.Success()
            : Offer18Result.Failure(OtpErrorCodes.InvalidOtp);
    }

    /// <summary>Whether the gate may take a test number's proof now.</summary>
    public bool MayPass(VerifiedMsisdn proof)
    {
        var passes = options.Get(proof.Campaign).Limits.AcceptTestNumbers && Find(proof.Campaign, proof.Id.MsisdnDigest) is not null;
        if (passes)
        {
            logger.TestNumberUsed("gate", MsisdnMask.Apply(proof.Msisdn.TrimStart('+')), proof.Campaign);
        }

        return passes;
    }
}
