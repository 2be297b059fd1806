using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Client;

/// <summary>Checks the options. A message names the setting and never shows its value, which may be a key in the wrong place.</summary>
internal sealed class Offer18ClientOptionsValidator : IValidateOptions<Offer18ClientOptions>
{
    public ValidateOptionsResult Validate(string? name, Offer18ClientOptions options)
    {
        var failures = Failures(options).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    internal static IEnumerable<string> Failures(Offer18ClientOptions options)
    {
        if (options.BaseAddress is not { IsAbsoluteUri: true } address
            || address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
        {
            yield return "BaseAddress must be an absolute HTTP address.";
        }
        else if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            yield return "BaseAddress must be an HTTPS address unless its host is loopback: the key travels in the query string.";
        }
        else if (address.Query.Length > 0 || address.Fragment.Length > 0 || address.UserInfo.Length > 0)
        {
            yield return "BaseAddress must have no query, fragment or user name.";
        }

        if (string.IsNullOrWhiteSpace(options.ApiKey))
        {
            yield return "ApiKey must be set.";
        }

        if (options.AffiliateId < 1)
        {
            yield return "AffiliateId must be 1 or more.";
        }

        foreach (var failure in OfCalls(options.AdvertiserId, options.AdditionalParameters, options.Timeout, options.Vocabularies, options.ErrorCodes))
        {
            yield return failure;
        }

        if (!Enum.IsDefined(options.ParameterPlacement))
        {
            yield return "ParameterPlacement must be Query or Form.";
        }
    }

    /// <summary>What is wrong with the settings that an operator may have of its own, too. There null is the campaign's.</summary>
    internal static IEnumerable<string> OfCalls(
        int? advertiserId, Offer18Parameters parameters, TimeSpan? timeout, IList<string> vocabularies, IDictionary<string, string> errorCodes)
    {
        if (advertiserId < 1)
        {
            yield return "AdvertiserId must be 1 or more.";
        }

        foreach (var (place, names) in ((string, IEnumerable<string>)[])
            [("AdditionalParameters", parameters.Keys), ("AdditionalParameters:Generate", parameters.Generate.Keys), ("AdditionalParameters:Verify", parameters.Verify.Keys)])
        {
            foreach (var parameter in names.Where(WireParameters.IsReserved))
            {
                yield return $"{place} must not contain {parameter}: the client sends it itself.";
            }
        }

        if (timeout <= TimeSpan.Zero || timeout > TimeSpan.FromMinutes(2))
        {
            yield return "Timeout must be more than 0 and at most 2 minutes.";
        }

        foreach (var (i, name) in vocabularies.Index())
        {
            if (PartnerVocabularies.Problem(name) is { } problem)
            {
                yield return $"Vocabularies:{i} {problem}";
            }
        }

        foreach (var (text, code) in errorCodes)
        {
            if (PartnerText.Normalize(text).Length == 0)
            {
                yield return "ErrorCodes maps a text that has neither letters nor digits.";
            }

            if (code == Offer18PartnerAnswers.AlreadyVerified || OtpErrorTable.CanPartnerMean(code, OtpPartnerCalls.Generate | OtpPartnerCalls.Verify))
            {
                continue;
            }

            if (!OtpErrorTable.Codes.Contains(code))
            {
                yield return "ErrorCodes maps a text to something that is no error code.";
            }
            else
            {
                yield return $"ErrorCodes maps a text to {code}. A partner's text cannot have this meaning: only the site itself answers with this code.";
            }
        }
    }
}
