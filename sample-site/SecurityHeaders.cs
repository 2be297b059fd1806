namespace SampleSite;

/// <summary>The strict headers that the component, the gate and the inbox all work under.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'";

    // The script of the endpoints' viewer writes style attributes, and its style sheet has its pictures in itself.
    private const string ViewerPolicy = $"{Policy}; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/swagger") ? ViewerPolicy : Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
}
