using Microsoft.AspNetCore.Http.Features;

namespace SampleSite;

/// <summary>
/// Answers 400 to a form that nobody can read. ASP.NET Core does so itself, but for a form in UTF-7, a charset that .NET has switched off, and for
/// a form whose first reader is a page that already has the antiforgery token from a header. What these throw would be a 500.
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
            catch (Exception exception) when (IsOfTheForm(exception, context.Request) && !context.Response.HasStarted && context.Features.Get<IFormFeature>()?.Form is null)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
        });

    private static bool IsOfTheForm(Exception exception, HttpRequest request) => HttpMethods.IsPost(request.Method) && (request.HasFormContentType
        ? exception is NotSupportedException or InvalidDataException or IOException or InvalidOperationException
        : exception is InvalidOperationException);
}
