using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;
using Offer18.Otp.AspNetCore.Errors;

namespace Offer18.Otp.AspNetCore.Gate;

/// <summary>Adds what a closed gate answers to the site's description of its endpoints, for OpenAPI.</summary>
internal sealed class GateDescriptionProvider(IServiceScopeFactory scopes) : IApiDescriptionProvider
{
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        using var scope = scopes.CreateScope();
        var policies = scope.ServiceProvider.GetRequiredService<IAuthorizationPolicyProvider>();
        foreach (var endpoint in context.Results.Where(endpoint => IsGated(endpoint.ActionDescriptor.EndpointMetadata ?? [], policies)))
        {
            Add(endpoint, StatusCodes.Status401Unauthorized, $"{OtpErrorCodes.OtpRequired}, to a client that sends a Bearer token (RFC 9470).");
            foreach (var codes in OtpErrorTable.CodesOf(OtpOperations.Gate))
            {
                Add(endpoint, codes.Key, OtpDescriptions.Answer(codes));
            }
        }
    }

    private static bool IsGated(IList<object> metadata, IAuthorizationPolicyProvider policies)
    {
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            return false;
        }

        try
        {
            var policy = AuthorizationPolicy.CombineAsync(policies, metadata.OfType<IAuthorizeData>(), metadata.OfType<AuthorizationPolicy>());
            return policy.GetAwaiter().GetResult()?.Requirements.OfType<OtpVerifiedRequirement>().Any() == true;
        }
        catch (InvalidOperationException)
        {
            // The endpoint names a policy that does not exist. Its first request says so; the description of all others must not fail.
            return false;
        }
    }

    // What the site says about its own endpoint wins.
    private static void Add(ApiDescription endpoint, int status, string description)
    {
        if (endpoint.SupportedResponseTypes.All(response => response.StatusCode != status))
        {
            endpoint.SupportedResponseTypes.Add(new ApiResponseType
            {
                StatusCode = status,
                Type = typeof(OtpProblemBody),
                ModelMetadata = new DescribedModel(typeof(OtpProblemBody)),
                ApiResponseFormats = [new ApiResponseFormat { MediaType = "application/problem+json" }],
                Description = description,
            });
        }
    }
}
