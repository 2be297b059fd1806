using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Endpoints;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>The finished verification page: in the site's layout where it has one, by itself elsewhere.</summary>
internal sealed class OtpPageEndpoint(string campaign, OtpPageOptions page)
{
    private const string View = "/Views/Shared/_Offer18OtpPage.cshtml";
    private const string Layout = "_Layout";

    private volatile bool _isLayoutInteractive;

    public async Task RenderAsync(HttpContext context)
    {
        VisitorLanguage.Speak(context);
        if (page.UseLayout && (await RenderInRootAsync(context) || await RenderInLayoutAsync(context)))
        {
            return;
        }

        await new RazorComponentResult<OtpPage>(new { Campaign = campaign, page.StyleSheets }).ExecuteAsync(context);
    }

    // Renders the root component of MapRazorComponents, as for a page of the site: with the same metadata, but our page.
    private async Task<bool> RenderInRootAsync(HttpContext context)
    {
        if (_isLayoutInteractive || SitePage(context) is not { } sitePage)
        {
            return false;
        }

        var (own, services) = (context.GetEndpoint(), context.RequestServices);
        var headers = context.Response.Headers.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        await using var scope = services.CreateAsyncScope();
        try
        {
            context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(
                [.. sitePage.Metadata.Where(data => data is not (ComponentTypeMetadata or IAuthorizeData)), new ComponentTypeMetadata(typeof(OtpPageContent))]), own?.DisplayName));
            context.Request.RouteValues[nameof(OtpPageContent.Campaign)] = campaign;
            // Services of its own. If the page turns out not to fit, these have been used up.
            context.RequestServices = scope.ServiceProvider;
            await scope.ServiceProvider.GetRequiredService<IRazorComponentEndpointInvoker>().Render(context);
            return true;
        }
        catch (InteractiveLayoutException) when (!context.Response.HasStarted)
        {
            _isLayoutInteractive = true;
            foreach (var added in context.Response.Headers.Keys.Except(headers, StringComparer.OrdinalIgnoreCase).ToArray())
            {
                context.Response.Headers.Remove(added);
            }

            return false;
        }
        finally
        {
            context.SetEndpoint(own);
            context.RequestServices = services;
        }
    }

    private static Endpoint? SitePage(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
        .FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<RootComponentMetadata>() is not null && endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null);

    private async Task<bool> RenderInLayoutAsync(HttpContext context)
    {
        var action = new ActionContext(context, context.GetRouteData(), new ActionDescriptor());
        if (context.RequestServices.GetService<ICompositeViewEngine>() is not { } views
            || !views.FindView(action, Layout, isMainPage: false).Success
            || !views.GetView(null, View, isMainPage: true).Success)
        {
            return false;
        }

        try
        {
            await context.RequestServices.GetRequiredService<IActionResultExecutor<ViewResult>>().ExecuteAsync(action, new ViewResult
            {
                ViewName = View,
                ViewData = new ViewDataDictionary<string>(context.RequestServices.GetRequiredService<IModelMetadataProvider>(), action.ModelState) { Model = campaign },
            });
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            throw new InvalidOperationException(
                $"The page of MapOffer18OtpPage cannot be shown in the site's {Layout}: {exception.Message} If {Layout} asks for a section, make the section optional (required: false). "
                + "Or keep the page out of the layout: app.MapOffer18OtpPage(configure: page => page.UseLayout = false).",
                exception);
        }

        return true;
    }
}
