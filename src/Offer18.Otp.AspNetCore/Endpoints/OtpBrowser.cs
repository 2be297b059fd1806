using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Endpoints;

/// <summary>What the browser of this request holds for a campaign: read once, written once, whoever asks.</summary>
internal sealed class OtpBrowser
{
    // Enough to read the SMS, to come back late and be told so, and to use the verification; the server's clock decides.
    private static readonly TimeSpan ShortestCookieLife = TimeSpan.FromHours(1);

    private readonly HttpContext _context;
    private readonly string _campaign;
    private readonly IDataProtector _protector;
    private readonly Content? _received;
    private Content _current;
    private Task<VerifiedMsisdn?>? _proof;

    private OtpBrowser(HttpContext context, string campaign)
    {
        _context = context;
        _campaign = campaign;
        // The purpose names the campaign: a cookie of one is noise to another.
        _protector = context.RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("Offer18.Otp", "Browser", "v1", campaign);
        _received = Read();
        _current = _received ?? new Content(OtpTicket.New(), null);
    }

    public OtpTicket Ticket => _current.Ticket;

    public OtpNotice? Notice => _current.Notice;

    public async Task<OtpCaller> CallerAsync() => new(_campaign, Ticket, await OtpSubject.OfAsync(_context));

    /// <summary>This request's one, made on first use.</summary>
    public static OtpBrowser Of(HttpContext context, string campaign)
    {
        var key = (typeof(OtpBrowser), campaign);
        // Long polling's request has the items of one that is over.
        if (!context.Items.TryGetValue(key, out var known) || known is not OtpBrowser browser || browser._context != context)
        {
            context.Items[key] = browser = new OtpBrowser(context, campaign);
        }

        return browser;
    }

    /// <summary>Whether a request has become a connection that may outlive what was true when it began.</summary>
    public static bool IsConnection(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest || context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is not null;

    /// <summary>Does something with a request that may have no services any more (long polling's has none): it borrows these for as long.</summary>
    public static async Task<T> BorrowAsync<T>(HttpContext context, IServiceProvider services, Func<Task<T>> action)
    {
        var own = context.RequestServices;
        context.RequestServices ??= services;
        try
        {
            return await action();
        }
        finally
        {
            context.RequestServices = own!;
        }
    }

    /// <summary>The proof that serves this request, looked up once; on a connection each time.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public Task<VerifiedMsisdn?> FindProofAsync() => IsConnection(_context) ? LookUpProofAsync() : _proof ??= LookUpProofAsync();

    /// <summary>Has the browser hold this from now on, where it is something else and the answer has not begun.</summary>
    public void Write(OtpTicket ticket, OtpNotice? notice = null)
    {
        _current = new Content(ticket, notice);
        _proof = null;
        if (_current == _received || _context.Response.HasStarted)
        {
            return;
        }

        var lifetime = _context.RequestServices.GetRequiredService<IOptionsMonitor<Offer18OtpOptions>>().Get(_campaign).VerifiedLifetime;
        _context.Response.Cookies.Append(
            OtpCookie.Name(_campaign, _context.Request.IsHttps),
            _protector.Protect(JsonSerializer.Serialize(_current, OtpJson.Web.Content)),
            OtpCookie.Options(_context.Request.IsHttps, lifetime > ShortestCookieLife ? lifetime : ShortestCookieLife));
    }

    /// <summary>Has what renders the answer see this; it writes what the browser is to hold.</summary>
    public void Hold(OtpTicket ticket, OtpNotice? notice) => _current = new Content(ticket, notice);

    private async Task<VerifiedMsisdn?> LookUpProofAsync() => Ticket.ProofId is null
        ? null
        : await _context.RequestServices.GetRequiredService<OtpProofs>().FindAsync(await CallerAsync(), _context.RequestAborted);

    private Content? Read()
    {
        if (OtpCookie.Read(_context.Request, _campaign) is not { } cookie)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(cookie), OtpJson.Web.Content);
        }
        // Tampered with, of another campaign, or from before the site's keys were lost: the visitor begins anew.
        catch (Exception exception) when (exception is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The cookie's content.</summary>
    internal sealed record Content(OtpTicket Ticket, OtpNotice? Notice);
}
