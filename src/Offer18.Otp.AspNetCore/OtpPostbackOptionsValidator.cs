using System.Net;
using System.Net.Http.Headers;
using Offer18.Otp.AspNetCore.Events;

namespace Offer18.Otp.AspNetCore;

/// <summary>Checks the postbacks of a campaign. A message names the setting and never shows its value, which may hold a key.</summary>
internal static class OtpPostbackOptionsValidator
{
    private const int ShortestSecret = 16;

    public static IEnumerable<string> Failures(Offer18OtpOptions options)
    {
        string[] known = [.. PostbackTemplate.OwnNames, .. options.LandingParameters.Keys, .. options.LandingParameters.Values];
        foreach (var (i, one) in options.Postbacks.Index())
        {
            foreach (var failure in Identity(one, options.Postbacks.Take(i)).Concat(Address(one)).Concat(Content(one)).Concat(Placeholders(one, known, options.MsisdnHashSalt is not null)))
            {
                yield return $"Postbacks:{i}:{failure}";
            }
        }

        if (options.MsisdnHashSalt is { Length: < ShortestSecret })
        {
            yield return $"MsisdnHashSalt must have at least {ShortestSecret} characters.";
        }
    }

    private static IEnumerable<string> Identity(OtpPostbackOptions one, IEnumerable<OtpPostbackOptions> before)
    {
        if (!OtpCampaign.IsName(one.Name))
        {
            yield return "Name must be 1 to 64 letters (a-z, A-Z), digits, hyphens and underscores.";
        }
        else if (before.Any(other => one.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return "Name must not be that of a postback before it, not even in another case.";
        }

        if (!Enum.IsDefined(one.Event))
        {
            yield return "Event must be Verified, Sent, Refused or Revoked.";
        }
    }

    private static IEnumerable<string> Address(OtpPostbackOptions one)
    {
        // Wherever a placeholder stands, the request goes to the same place.
        var (first, second) = (AddressWith(one.Url, "a"), AddressWith(one.Url, "b"));
        if (first is null || second is null || first.Scheme is not ("https" or "http") || first.UserInfo.Length > 0)
        {
            yield return "Url must be an absolute HTTPS address.";
        }
        else if (first.GetLeftPart(UriPartial.Authority) != second.GetLeftPart(UriPartial.Authority))
        {
            yield return "Url must not have a placeholder in its host.";
        }
        else if (first.Scheme == "http" && !IsLoopback(first))
        {
            yield return "Url must begin with https:, unless it leads to this machine.";
        }
        else if (IsLoopback(first) && !one.AllowPrivateAddresses)
        {
            yield return "Url leads to this machine, which needs AllowPrivateAddresses.";
        }
    }

    private static IEnumerable<string> Content(OtpPostbackOptions one)
    {
        if (one.Method is not ("GET" or "POST" or "PUT"))
        {
            yield return "Method must be GET, POST or PUT.";
        }
        else if (one.Body is not null && !PostbackWriter.HasBody(one))
        {
            yield return "Body needs the Method POST or PUT.";
        }

        if (!MediaTypeHeaderValue.TryParse(one.ContentType, out var type) || type.Parameters.Count > 0)
        {
            yield return "ContentType must be a type such as application/json, without parameters.";
        }

        foreach (var (name, value) in one.Headers)
        {
            using var request = new HttpRequestMessage();
            if (!request.Headers.TryAddWithoutValidation(name, "value") || value.Any(char.IsControl))
            {
                yield return "Headers must be names of request headers with values without control characters.";
            }
        }

        if (one.Secret is { Length: < ShortestSecret })
        {
            yield return $"Secret must have at least {ShortestSecret} characters.";
        }
    }

    private static IEnumerable<string> Placeholders(OtpPostbackOptions one, string[] known, bool hasSalt)
    {
        var used = one.Headers.Values.Append(one.Url).Append(one.Body ?? "").SelectMany(PostbackTemplate.NamesIn).Distinct().ToArray();
        if (used.Except(known).FirstOrDefault() is not null)
        {
            yield return $"a placeholder must be one of {string.Join(", ", PostbackTemplate.OwnNames)}, or a name of LandingParameters.";
        }

        if (used.Contains(PostbackTemplate.Msisdn) && !hasSalt)
        {
            yield return $"{{{PostbackTemplate.Msisdn}}} needs MsisdnHashSalt.";
        }
    }

    private static Uri? AddressWith(string url, string text) =>
        Uri.TryCreate(PostbackTemplate.Fill(url, PostbackTemplate.NamesIn(url).ToDictionary(name => name, _ => text), value => value), UriKind.Absolute, out var address) ? address : null;

    private static bool IsLoopback(Uri address) => address.IsLoopback || IPAddress.TryParse(address.IdnHost, out var ip) && IPAddress.IsLoopback(ip);
}
