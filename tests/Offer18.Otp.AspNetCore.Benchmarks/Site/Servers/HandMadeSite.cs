using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Benchmarks.Site.Pages;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>
/// What somebody writes in an afternoon without the package: minimal APIs that call Offer18 with a typed client and keep nothing, a page behind a cookie, a
/// component. It limits nobody, sends twice what is posted twice, and believes a browser the number that it names with the code.
/// </summary>
internal static partial class HandMadeSite
{
    public static WebApplication Build(WebApplicationBuilder builder, ServerArguments arguments)
    {
        builder.Services.AddRazorComponents();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        builder.Services.AddAuthorization();
        builder.Services.AddHttpClient<HandMadeClient>(client => client.BaseAddress = arguments.Offer18);
        builder.Services.AddSingleton(new HandMadeCountries(arguments.Countries));

        var app = builder.Build();
        app.UseAntiforgery();
        app.MapRazorComponents<App>();
        app.MapPost("/generate", GenerateAsync);
        app.MapPost("/verify", VerifyAsync);
        app.MapGet("/sign-in", () => TypedResults.SignIn(new(new ClaimsIdentity([new(ClaimTypes.MobilePhone, "9647700000001")], "code"))));
        app.MapGet("/premium", () => PackageSite.Premium).RequireAuthorization();
        return app;
    }

    private static async Task<IResult> GenerateAsync(GenerateBody body, HandMadeClient offer18, CancellationToken cancellationToken) =>
        !Number().IsMatch(body.Msisdn) ? TypedResults.BadRequest()
        : await offer18.GenerateAsync(body.Msisdn, cancellationToken) is { } requestId ? TypedResults.Ok(new StateBody("pending", requestId))
        : TypedResults.StatusCode(StatusCodes.Status502BadGateway);

    private static async Task<IResult> VerifyAsync(VerifyBody body, HandMadeClient offer18, CancellationToken cancellationToken) =>
        !Number().IsMatch(body.Msisdn) || !Code().IsMatch(body.Otp) ? TypedResults.BadRequest()
        : await offer18.VerifyAsync(body.Msisdn, body.Otp, body.RequestId, cancellationToken) ? TypedResults.Ok(new StateBody("verified", body.RequestId))
        : TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);

    [GeneratedRegex(@"^\+?9647\d{9}\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4,8}\z")]
    private static partial Regex Code();

    private sealed record GenerateBody(string Msisdn);

    private sealed record VerifyBody(string Msisdn, string Otp, string RequestId);

    private sealed record StateBody(string State, string RequestId);
}
