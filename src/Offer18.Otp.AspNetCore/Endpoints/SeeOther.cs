using Microsoft.AspNetCore.Http;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>Answers 303: the browser goes on with a GET, and going back does not post again.</summary>
/// <param name="localUrl">A local URL, see <see cref="LocalUrl"/>.</param>
internal sealed class SeeOther(string localUrl) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = LocalUrl.ToHeader(localUrl);
        return Task.CompletedTask;
    }
}
