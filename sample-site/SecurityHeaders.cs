namespace SampleSite;

/// <summary>The strict headers that the component, the gate and the inbox all work under.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
}
