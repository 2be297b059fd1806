using System.Globalization;
using Offer18.Otp.AspNetCore.Client;

namespace SampleSite;

/// <summary>
/// Asks for the SMS in the visitor's language. A site can wrap the package's client like this, to add parameters that its partner knows and
/// the package does not send. The simulator knows the sample's languages.
/// </summary>
internal sealed class VisitorLanguage(IOffer18OtpClient offer18) : IOffer18OtpClient
{
    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default) =>
        offer18.GenerateAsync(
            request with
            {
                Parameters = new Dictionary<string, string>(request.Parameters ?? new Dictionary<string, string>())
                {
                    ["language"] = CultureInfo.CurrentUICulture.Name,
                },
            },
            cancellationToken);

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default) =>
        offer18.VerifyAsync(request, cancellationToken);
}
