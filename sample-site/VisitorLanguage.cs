using System.Globalization;
using Offer18.Otp.AspNetCore.Client;

namespace SampleSite;

/// <summary>
/// Asks for the SMS in the visitor's language: a site wraps the package's client to add what its partner understands beyond the package's own
/// parameters. The simulator speaks the sample's languages.
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
