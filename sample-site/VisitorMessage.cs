using System.Globalization;
using Offer18.Otp.AspNetCore.Client;

namespace SampleSite;

/// <summary>
/// Asks for an SMS in the visitor's language, with a last line that lets the browser offer the code. A site can wrap the package's client like
/// this, to add parameters that its partner knows and the package does not send. The simulator knows these two.
/// </summary>
internal sealed class VisitorMessage(IOffer18OtpClient offer18, IHttpContextAccessor http) : IOffer18OtpClient
{
    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default)
    {
        var parameters = new Dictionary<string, string>(request.Parameters ?? new Dictionary<string, string>())
        {
            ["language"] = CultureInfo.CurrentUICulture.Name,
        };
        if (http.HttpContext?.Request.Host.Host is { Length: > 0 } host)
        {
            parameters["domain"] = host;
        }

        return offer18.GenerateAsync(request with { Parameters = parameters }, cancellationToken);
    }

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default) =>
        offer18.VerifyAsync(request, cancellationToken);
}
