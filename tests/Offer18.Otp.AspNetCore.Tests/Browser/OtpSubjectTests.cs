using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Browser;

namespace Offer18.Otp.AspNetCore.Tests.Browser;

public sealed class OtpSubjectTests
{
    // On a connection the response has started, and a scheme that renews its cookie would throw.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scheme_sees_the_request_as_it_was_and_an_answer_that_has_not_started(bool hasStarted)
    {
        var asked = new OneUser();
        await using var services = new ServiceCollection().AddLogging().AddAuthentication().AddCookie("own").Services
            .AddSingleton<IAuthenticationService>(asked).BuildServiceProvider();
        var context = new DefaultHttpContext
        {
            RequestServices = services,
            Request = { Method = "PATCH", Scheme = "https", Host = new("shop.example"), PathBase = "/shop", Path = "/hub", QueryString = new("?id=7"), Headers = { Cookie = "own=1" } },
            Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.9") },
        };
        if (hasStarted)
        {
            context.Features.Set<IHttpResponseFeature>(new StartedResponse());
        }

        Assert.Equal(OtpSubject.FromUser(OneUser.User), await OtpSubject.FindAsync(context));

        var seen = Assert.Single(asked.Contexts);
        Assert.Equal(!hasStarted, ReferenceEquals(seen, context));
        Assert.False(seen.Response.HasStarted);
        Assert.Same(services, seen.RequestServices);
        Assert.Equal("PATCH https shop.example /shop /hub ?id=7 own=1 203.0.113.9", string.Join(
            ' ', seen.Request.Method, seen.Request.Scheme, seen.Request.Host, seen.Request.PathBase, seen.Request.Path, seen.Request.QueryString, seen.Request.Headers.Cookie, seen.Connection.RemoteIpAddress));
    }

    [Fact]
    public void A_user_is_known_by_the_id_whatever_else_is_claimed()
    {
        Assert.Equal(Subject(("sub", "1"), ("role", "a")), Subject(("role", "b"), ("sub", "1")));
        Assert.Equal(Subject(("sub", "1"), ("name", "Ann")), Subject(("name", "Bob"), (ClaimTypes.NameIdentifier, "1")));
        Assert.NotEqual(Subject(("sub", "1")), Subject(("sub", "2")));
        Assert.Null(OtpSubject.FromUser(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "1")]))));
    }

    [Fact]
    public void A_user_without_an_id_is_known_by_all_claims_but_those_of_the_token()
    {
        Assert.Equal(Subject(("a", "1"), ("b", "2"), ("exp", "3")), Subject(("b", "2"), ("exp", "4"), ("a", "1")));
        Assert.NotEqual(Subject(("a", "1")), Subject(("a", "2")));
        Assert.NotEqual(Subject(("a", "1")), Subject(("b", "1")));
    }

    private static string? Subject(params (string Type, string Value)[] claims) =>
        OtpSubject.FromUser(new ClaimsPrincipal(new ClaimsIdentity(claims.Select(claim => new Claim(claim.Type, claim.Value)), "test")));

    private sealed class OneUser : IAuthenticationService
    {
        public static readonly ClaimsPrincipal User = new(new ClaimsIdentity([new Claim("sub", "1")], "own"));

        public List<HttpContext> Contexts { get; } = [];

        public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme)
        {
            Contexts.Add(context);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(User, "own")));
        }

        public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => throw new InvalidOperationException();

        public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => throw new InvalidOperationException();

        public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) => throw new InvalidOperationException();

        public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) => throw new InvalidOperationException();
    }

    private sealed class StartedResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }
}
