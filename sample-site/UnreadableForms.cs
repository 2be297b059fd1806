using Microsoft.AspNetCore.Http.Features;

namespace SampleSite;

/// <summary>
/// Answers 400 to a form that nobody can read. ASP.NET Core does so itself, but for a form in UTF-7: .NET has switched that charset off, and
/// throws what would be a 500.
/// </summary>
internal static class UnreadableForms
{
    public static void RefuseUnreadableForms(this IApplicationBuilder app) =>
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (NotSupportedException) when (!context.Response.HasStarted && context.Request.HasFormContentType && context.Features.Get<IFormFeature>()?.Form is null)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
        });
}
