using System.Globalization;
using Offer18.Otp.Simulator.Codes;
using Offer18.Otp.Simulator.Inbox;

namespace Offer18.Otp.Simulator.Wire;

/// <summary>Decides what Offer18 and the partner behind it would answer.</summary>
internal sealed class CallHandler(Offer18SimulatorOptions options, CodeBook codes, SmsBox inbox, NextCall next, TimeProvider clock)
{
    public const string Generate = "otp_gen";
    public const string Verify = "otp_verify";

    private static readonly Reply InvalidMsisdn = Reply.Partner("invalid msisdn");

    public Reply Answer(SimulatedCall call, SmsWriter smsWriter)
    {
        if (!HasCredentials(call))
        {
            return Reply.BadCredentials;
        }

        if (call.Parameter("msisdn") is not { Length: >= 7 and <= 15 } msisdn || !msisdn.All(char.IsAsciiDigit))
        {
            return InvalidMsisdn;
        }

        var magic = next.TakeOutcome(call.Operation) ?? MagicNumbers.Of(msisdn);
        var reply = call.Operation == Generate
            ? magic.Generate ?? SendCode(msisdn, magic, call, smsWriter)
            : magic.Verify ?? CheckCode(msisdn, magic, call);

        return reply with { Delay = magic.Delay };
    }

    private Reply SendCode(string msisdn, MagicNumber magic, SimulatedCall call, SmsWriter smsWriter)
    {
        var pending = codes.Issue(msisdn, magic.NumericRequestId);
        Deliver(smsWriter.Write(pending, options.CodeLifetime, call.Parameter("language"), call.Parameter("domain")), next.TakeSmsDelay());
        return Reply.Json(magic.SentBody.Replace("{id}", pending.RequestId, StringComparison.Ordinal));
    }

    private void Deliver(SimulatedSms sms, TimeSpan delay)
    {
        if (delay == TimeSpan.Zero)
        {
            inbox.Deliver(sms);
        }
        else if (delay != Timeout.InfiniteTimeSpan)
        {
            _ = DeliverLaterAsync(sms, delay);
        }
    }

    private async Task DeliverLaterAsync(SimulatedSms sms, TimeSpan delay)
    {
        await Task.Delay(delay, clock);
        inbox.Deliver(sms);
    }

    private Reply CheckCode(string msisdn, MagicNumber magic, SimulatedCall call) =>
        codes.Check(msisdn, call.Parameter("request_id"), call.Parameter("otp")) switch
        {
            CodeVerdict.Right when magic.LosesVerifiedAnswer => Reply.Reset,
            CodeVerdict.Right => Reply.Json(magic.VerifiedBody),
            CodeVerdict.Wrong => Reply.Partner("The pin is not valid."),
            CodeVerdict.Expired => Reply.Partner("The pin has expired."),
            CodeVerdict.AlreadyUsed => Reply.Partner("msisdn already active"),
            CodeVerdict.TooManyWrong => Reply.Partner("MAX_PIN_RETRIES"),
            _ => Reply.Partner("PIN request needed"),
        };

    private bool HasCredentials(SimulatedCall call) =>
        call.Parameter("key") == options.ApiKey
        && call.Parameter("aid") == options.AffiliateId.ToString(CultureInfo.InvariantCulture)
        && call.Parameter("mid") == options.AdvertiserId.ToString(CultureInfo.InvariantCulture);
}
