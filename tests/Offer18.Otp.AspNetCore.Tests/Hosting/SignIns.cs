using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>The sign-ins that sites have, by name.</summary>
internal static class SignIns
{
    private static readonly byte[] TokenKey = new byte[32];

    public static readonly IReadOnlyDictionary<string, Action<IServiceCollection>> All = new Dictionary<string, Action<IServiceCollection>>
    {
        ["none"] = _ => { },
        ["cookie"] = services => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(),
        ["identity with roles"] = services => services.AddIdentity<IdentityUser, IdentityRole>()
            .AddUserStore<MemoryUsers>().AddRoleStore<MemoryRoles>(),
        ["bearer"] = services => services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(Bearer),
        ["cookie and bearer, cookie by default"] = services => services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddJwtBearer(Bearer),
        ["cookie and bearer, no default"] = services => services.AddAuthentication().AddCookie().AddJwtBearer(Bearer),
        ["own policy provider"] = services => services.AddSingleton<IAuthorizationPolicyProvider, OwnPolicies>(),
        ["own result handler"] = services => services.AddSingleton<IAuthorizationMiddlewareResultHandler, OwnResults>(),
    };

    /// <summary>Those of them by which a browser of the tests is somebody.</summary>
    public static readonly string[] KnowUsers =
        ["cookie", "identity with roles", "bearer", "cookie and bearer, cookie by default", "cookie and bearer, no default"];

    /// <summary>Signs the browser in where the sign-in is one that a browser has.</summary>
    public static void Map(WebApplication app) => app.MapGet("/sign-in/{name}", async (string name, HttpContext context) =>
    {
        if (context.RequestServices.GetService<SignInManager<IdentityUser>>() is { } manager)
        {
            await manager.SignInAsync(new IdentityUser(name) { Id = name }, isPersistent: false);
        }
        else if (await context.RequestServices.GetService<IAuthenticationSchemeProvider>()!.GetSchemeAsync(CookieAuthenticationDefaults.AuthenticationScheme) is not null)
        {
            await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, name), new Claim(ClaimTypes.Name, name)], "test")));
        }
    });

    public static string Token(string name) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "https://tokens.example",
        Subject = new ClaimsIdentity([new Claim("sub", name)]),
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(TokenKey), SecurityAlgorithms.HmacSha256),
    });

    private static void Bearer(JwtBearerOptions options) => options.TokenValidationParameters = new TokenValidationParameters
    {
        IssuerSigningKey = new SymmetricSecurityKey(TokenKey),
        ValidateAudience = false,
        ValidateIssuer = false,
    };

    private sealed class OwnPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
    {
        public override Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) => policyName == "own"
            ? Task.FromResult<AuthorizationPolicy?>(new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build())
            : base.GetPolicyAsync(policyName);
    }

    private sealed class OwnResults : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
            {
                return next(context);
            }

            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            return Task.CompletedTask;
        }
    }

    private sealed class MemoryRoles : IRoleStore<IdentityRole>
    {
        public Task<IdentityResult> CreateAsync(IdentityRole role, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(IdentityRole role, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(IdentityRole role, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string> GetRoleIdAsync(IdentityRole role, CancellationToken cancellationToken) => Task.FromResult(role.Id);

        public Task<string?> GetRoleNameAsync(IdentityRole role, CancellationToken cancellationToken) => Task.FromResult(role.Name);

        public Task SetRoleNameAsync(IdentityRole role, string? roleName, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<string?> GetNormalizedRoleNameAsync(IdentityRole role, CancellationToken cancellationToken) => Task.FromResult(role.Name);

        public Task SetNormalizedRoleNameAsync(IdentityRole role, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IdentityRole?> FindByIdAsync(string roleId, CancellationToken cancellationToken) =>
            Task.FromResult<IdentityRole?>(new IdentityRole(roleId));

        public Task<IdentityRole?> FindByNameAsync(string normalizedRoleName, CancellationToken cancellationToken) =>
            Task.FromResult<IdentityRole?>(new IdentityRole(normalizedRoleName));

        public void Dispose()
        {
        }
    }

    /// <summary>Whoever is asked for exists, and is a member.</summary>
    private sealed class MemoryUsers : IUserRoleStore<IdentityUser>
    {
        public Task<IdentityUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
            Task.FromResult<IdentityUser?>(new IdentityUser(userId) { Id = userId });

        public Task<IdentityUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
            FindByIdAsync(normalizedUserName, cancellationToken);

        public Task<string> GetUserIdAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

        public Task<string?> GetUserNameAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

        public Task<IList<string>> GetRolesAsync(IdentityUser user, CancellationToken cancellationToken) =>
            Task.FromResult<IList<string>>(["member"]);

        public Task<bool> IsInRoleAsync(IdentityUser user, string roleName, CancellationToken cancellationToken) => Task.FromResult(roleName == "member");

        public Task<string?> GetNormalizedUserNameAsync(IdentityUser user, CancellationToken cancellationToken) => Task.FromResult(user.UserName);

        public Task SetUserNameAsync(IdentityUser user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SetNormalizedUserNameAsync(IdentityUser user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IdentityResult> CreateAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(IdentityUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AddToRoleAsync(IdentityUser user, string roleName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveFromRoleAsync(IdentityUser user, string roleName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IList<IdentityUser>> GetUsersInRoleAsync(string roleName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
