using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// Completes the site's description of our endpoints, for OpenAPI, by what ASP.NET Core does not take from their metadata: the body, which they
/// read themselves, and what each answer means.
/// </summary>
internal sealed class OtpDescriptionProvider : IApiDescriptionProvider
{
    private static readonly string[] MediaTypes = ["application/json", "application/x-www-form-urlencoded"];

    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var endpoint in context.Results)
        {
            var metadata = endpoint.ActionDescriptor.EndpointMetadata ?? [];
            if (metadata.OfType<OtpDescription>().LastOrDefault() is not { } description)
            {
                continue;
            }

            AddBody(endpoint, description);
            foreach (var answer in endpoint.SupportedResponseTypes)
            {
                answer.Description ??= metadata.OfType<IProducesResponseTypeMetadata>().LastOrDefault(known => known.StatusCode == answer.StatusCode)?.Description;
            }
        }
    }

    private static void AddBody(ApiDescription endpoint, OtpDescription description)
    {
        if (description.Body is not { } body)
        {
            return;
        }

        endpoint.ParameterDescriptions.Add(new ApiParameterDescription
        {
            Name = "body",
            Source = BindingSource.Body,
            Type = body,
            ModelMetadata = new DescribedModel(body),
            IsRequired = description.IsBodyRequired,
        });
        foreach (var mediaType in MediaTypes)
        {
            endpoint.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = mediaType });
        }
    }
}
