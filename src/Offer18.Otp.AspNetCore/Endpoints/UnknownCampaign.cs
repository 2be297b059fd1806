using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Offer18.Otp.AspNetCore.Browser;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>
/// The answer to an element in plain HTML that names a campaign which is not mapped. It is said in the log, in development on the page, and by
/// the module in the browser's console.
/// </summary>
internal static class UnknownCampaign
{
    public static IResult Answer(HttpContext context, string named)
    {
        var services = context.RequestServices;
        var mapped = services.GetRequiredService<MappedCampaigns>();
        var names = string.Join(", ", mapped.Names.Order(StringComparer.Ordinal).Select(name => $"\"{name}\""));
        if (mapped.IsFirstUnknown())
        {
            services.GetRequiredService<ILogger<OtpEndpoints>>().ElementNamesUnknownCampaign(named.Length, names);
        }

        OtpHeaders.Apply(context.Response);
        if (!services.GetRequiredService<IWebHostEnvironment>().IsDevelopment())
        {
            return TypedResults.NotFound();
        }

        VisitorLanguage.Speak(context);
        var text = services.GetRequiredService<IStringLocalizer<OtpText>>();
        return TypedResults.Content(
            $"""<!DOCTYPE html><p class="offer18-otp__developer" lang="{text["language"]}" dir="{text["direction"]}">{OtpHtml.Encode(text["developer.unknown", names])}</p>""",
            "text/html; charset=utf-8",
            statusCode: StatusCodes.Status404NotFound);
    }
}
