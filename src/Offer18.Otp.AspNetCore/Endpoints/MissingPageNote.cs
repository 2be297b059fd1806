using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// Says in development what is missing where the gate sends visitors and nothing of the site answers. It stands after all that the site has.
/// </summary>
internal sealed class MissingPageNote(
    IWebHostEnvironment environment,
    IEnumerable<OtpCampaign> campaigns,
    MappedCampaigns mapped,
    IOptionsMonitor<Offer18OtpOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        if (environment.IsDevelopment())
        {
            app.Use(AnswerAsync);
        }
    };

    private Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isRead || context.GetEndpoint() is not null || CampaignAt(context.Request.Path) is not { } campaign)
        {
            return next(context);
        }

        VisitorLanguage.Speak(context);
        var text = context.RequestServices.GetRequiredService<IStringLocalizer<OtpText>>();
        return new OtpPlainPage
        {
            Campaign = campaign,
            Status = StatusCodes.Status404NotFound,
            Title = text["page.title"],
            Text = text["developer.no_page"],
        }.WriteAsync(context);
    }

    private string? CampaignAt(PathString path) => campaigns.Select(campaign => campaign.Name)
        .FirstOrDefault(name => mapped.Contains(name) && path.Equals(options.Get(name).VerificationPath, StringComparison.OrdinalIgnoreCase));
}
