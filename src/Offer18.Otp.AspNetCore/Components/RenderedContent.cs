using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Offer18.Otp.AspNetCore.Components;

/// <summary>Renders content of a page by itself, so that what is filed and what is shown are one.</summary>
internal static class RenderedContent
{
    public static async Task<string> OfAsync(RenderFragment content, IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Host>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Host.Content)] = content }))).ToHtmlString());
    }

    /// <summary>Whether content has components in it, which may have a state of their own.</summary>
    public static bool HasComponents(RenderFragment content)
    {
        using var builder = new RenderTreeBuilder();
        content(builder);
#pragma warning disable BL0006 // The frames are only looked at, and nothing is kept of them.
        return builder.GetFrames() is var frames && frames.Array.Take(frames.Count).Any(frame => frame.FrameType == RenderTreeFrameType.Component);
#pragma warning restore BL0006
    }

    private sealed class Host : ComponentBase
    {
        [Parameter]
        public RenderFragment? Content { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Content);
    }
}
