using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Offer18.Otp.AspNetCore.Stores;
using Offer18.Otp.AspNetCore.Verification;

namespace Offer18.Otp.AspNetCore.Browser;

/// <summary>What the browser of this request holds for a campaign. Its cookie is read once per request, however many callers ask.</summary>
internal sealed class OtpBrowser
{
    private readonly HttpContext _context;
    private readonly string _campaign;
    private readonly OtpCookie _cookie;
    private readonly OtpCookieContent? _received;
    private readonly string _formKey;
    private readonly string? _agent;
    private OtpCookieContent _current;
    private OtpCookieContent? _set;
    private Task<VerifiedMsisdn?>? _proof;

    private OtpBrowser(HttpContext context, string campaign)
    {
        _context = context;
        _campaign = campaign;
        _cookie = context.RequestServices.GetRequiredService<OtpCookies>()[campaign];
        _received = _cookie.Read(context.Request);
        _formKey = _received?.FormKey ?? OtpFormTokens.NewKey();
        _agent = context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? TextDigest.Sha256(agent, 6) : null;
        _current = _received is { FormKey: not null } ? _received : (_received ?? new(OtpTicket.New(_agent), null)) with { FormKey = _formKey };
    }

    /// <summary>Whether the request has no cookie of ours that can be read.</summary>
    public bool IsNew => _received is null;

    public OtpTicket Ticket => _current.Ticket;

    /// <summary>As <see cref="OtpCaller.FormId"/>.</summary>
    public string FormId => TextDigest.Sha256(_formKey);

    public OtpNotice? Notice => _current.Notice;

    /// <summary>The browser of a request, made on first use.</summary>
    public static OtpBrowser For(HttpContext context, string campaign)
    {
        var key = (typeof(OtpBrowser), campaign);
        // A long-polling request starts with the items of the request before it.
        if (!context.Items.TryGetValue(key, out var known) || known is not OtpBrowser browser || browser._context != context)
        {
            context.Items[key] = browser = new OtpBrowser(context, campaign);
            OtpHeaders.MarkForVisitor(context);
        }

        return browser;
    }

    public async ValueTask<OtpCaller> CallerAsync() => new(_campaign, Ticket, await OtpSubject.FindAsync(_context))
    {
        IsNew = IsNew,
        FormId = FormId,
        Agent = _agent,
        Address = _context.Connection.RemoteIpAddress,
        UserAgent = _context.Request.Headers.UserAgent,
    };

    /// <summary>The proof that is valid for this request. It is looked up once; on a connection, each time.</summary>
    /// <exception cref="OtpStoreUnavailableException">The store cannot be reached.</exception>
    public Task<VerifiedMsisdn?> FindProofAsync() => ConnectionRequest.IsOne(_context) ? LookUpProofAsync() : _proof ??= LookUpProofAsync();

    /// <summary>
    /// A token for the browser's next form. If the browser does not have what the token is bound to, the cookie is set. So ask for it before
    /// the response starts.
    /// </summary>
    public string NewFormToken()
    {
        if (_received?.FormKey is null)
        {
            SetCookie(Ticket, Notice);
        }

        return FormTokens.Make(_campaign, _formKey);
    }

    /// <summary>Whether a form with this token was made for this browser.</summary>
    public bool IsOwnForm(string? token) => _received?.FormKey is { } key && !string.IsNullOrEmpty(token) && FormTokens.Fits(_campaign, key, token);

    /// <summary>
    /// Sets the cookie, unless the browser already has it with this content, or the response has started. If the visitor has come from HTTP
    /// to HTTPS, it is set by its new name.
    /// </summary>
    public void SetCookie(OtpTicket ticket, OtpNotice? notice = null)
    {
        SetForRendering(ticket, notice);
        _proof = null;
        if (_context.Response.HasStarted || _current == _set || _set is null && _current == _received && _cookie.IsSettled(_context.Request, _current))
        {
            return;
        }

        _set = _current;

        _context.RequestServices.GetRequiredService<SchemeCheck>().Look(_context.Request);
        _cookie.Append(_context.Response, _current);
    }

    /// <summary>Sets what the component renders. The cookie does not change here: the component sets it.</summary>
    public void SetForRendering(OtpTicket ticket, OtpNotice? notice) => _current = _current with { Ticket = ticket, Notice = notice };

    private OtpFormTokens FormTokens => _context.RequestServices.GetRequiredService<OtpFormTokens>();

    private async Task<VerifiedMsisdn?> LookUpProofAsync() => Ticket.ProofId is { } id
        ? await _context.RequestServices.GetRequiredService<ProofKeeper>().FindAsync(_campaign, id, await OtpSubject.FindAsync(_context), _context.RequestAborted)
        : null;
}
