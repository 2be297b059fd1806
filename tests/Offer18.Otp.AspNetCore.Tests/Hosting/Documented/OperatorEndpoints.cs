using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Offer18.Otp.AspNetCore.Tests.Hosting.Documented;

/// <summary>The endpoints of <c>docs/limits.md</c>, which has these lines.</summary>
internal static class OperatorEndpoints
{
    public static void Map(WebApplication app)
    {
        var operators = app.MapGroup("/operator/otp").RequireAuthorization().AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (FormatException exception)
            {
                return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
            }
        });
        operators.MapPost("/number", (Asked asked, IOtpLimits limits) => limits.FindAsync(asked.Value));
        operators.MapPost("/number/release", (Asked asked, IOtpLimits limits) => limits.ReleaseAsync(asked.Value));
        operators.MapPost("/prefix", (Asked asked, IOtpLimits limits) => limits.FindPrefixAsync(asked.Value));
        operators.MapPost("/prefix/close", (Asked asked, IOtpLimits limits) => limits.ClosePrefixAsync(asked.Value));
        operators.MapPost("/prefix/open", (Asked asked, IOtpLimits limits) => limits.OpenPrefixAsync(asked.Value));
    }

    internal sealed record Asked(string Value);
}
