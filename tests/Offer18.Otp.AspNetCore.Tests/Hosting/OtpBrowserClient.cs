using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A browser as far as HTTP goes: keeps cookies, follows no redirect by itself, and can read pages.</summary>
internal sealed class OtpBrowserClient : IDisposable
{
    public const string DefaultPrefix = "/offer18/otp";

    private readonly HttpClient _http;

    public OtpBrowserClient(Uri address, string? language = null)
    {
        Handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            CookieContainer = Cookies,
        };
        _http = new HttpClient(Handler) { BaseAddress = address };
        if (language is not null)
        {
            _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        }
    }

    public CookieContainer Cookies { get; } = new();

    public SocketsHttpHandler Handler { get; }

    /// <summary>Sent with each request as <c>Bearer</c>.</summary>
    public string? Token { get; set; }

    /// <summary>What it calls itself; nothing by default.</summary>
    public string? UserAgent { get; set; }

    public Cookie? OtpCookie(string campaign = "") => Cookies.GetCookies(_http.BaseAddress!)
        .SingleOrDefault(cookie => cookie.Name.StartsWith("offer18-otp-", StringComparison.Ordinal) && (cookie.Name.Split('.') is [_, var named] ? named : "") == campaign);

    /// <summary>Gives this browser another one's cookie.</summary>
    public void Take(Cookie cookie) => Cookies.Add(_http.BaseAddress!, new Cookie(cookie.Name.Split('.')[0], cookie.Value));

    public Task<OtpAnswer> StatusAsync(string prefix = DefaultPrefix) => SendAsync(new(HttpMethod.Get, prefix + "/status"));

    public async Task<OtpAnswer> GenerateAsync(string? msisdn, string? returnUrl = null, string prefix = DefaultPrefix) =>
        await PostAsync(prefix, "generate", new JsonObject { ["msisdn"] = msisdn, ["returnUrl"] = returnUrl });

    public Task<OtpAnswer> ResendAsync(string prefix = DefaultPrefix) => PostAsync(prefix, "generate", []);

    public Task<OtpAnswer> VerifyAsync(string? otp, string prefix = DefaultPrefix) =>
        PostAsync(prefix, "verify", new JsonObject { ["otp"] = otp });

    public Task<OtpAnswer> ResetAsync(string prefix = DefaultPrefix) => PostAsync(prefix, "reset", []);

    /// <summary>Posts JSON with an antiforgery token, got before as a client without a page of ours gets it.</summary>
    public async Task<OtpAnswer> PostAsync(string prefix, string operation, JsonObject body) =>
        await PostAsync($"{prefix}/{operation}", JsonContent.Create(body), await TokenAsync(prefix));

    public async Task<string> TokenAsync(string prefix = DefaultPrefix) =>
        (await StatusAsync(prefix)).Text("antiforgeryToken") ?? throw new InvalidOperationException("The status has no token.");

    public Task<OtpAnswer> PostAsync(string url, HttpContent? content, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return SendAsync(request);
    }

    public async Task<OtpAnswer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            }

            if (UserAgent is not null)
            {
                request.Headers.UserAgent.ParseAdd(UserAgent);
            }

            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            return await OtpAnswer.ReadAsync(response);
        }
    }

    /// <summary>Asks for a page as a browser does.</summary>
    public Task<OtpAnswer> GetPageAsync(string url, string? language = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        if (language is not null)
        {
            request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        }

        return SendAsync(request);
    }

    /// <summary>What a browser shows of an address, whatever the status is.</summary>
    public async Task<IHtmlDocument> PageAsync(string url)
    {
        var answer = await GetPageAsync(url);
        Assert.Equal("text/html", answer.MediaType);
        return answer.Page;
    }

    public Task<byte[]> BytesAsync(string url) => _http.GetByteArrayAsync(url, TestContext.Current.CancellationToken);

    /// <summary>What goes over the wire to a browser: compressed, if the site does that.</summary>
    public async Task<byte[]> WireBytesAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { AcceptEncoding = { new("gzip"), new("br") }, Accept = { new("text/html"), new("*/*") } } };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Posts a form of a page as a browser does, and answers with what the server says to that.</summary>
    public Task<OtpAnswer> SubmitAsync(OtpAnswer page, string operation, params (string Name, string Value)[] typed)
    {
        var form = page.Form(operation);
        var fields = form.QuerySelectorAll("input").OfType<IHtmlInputElement>()
            .Where(input => input.Type is not "checkbox" || input.IsChecked)
            .Select(input => (input.Name, input.Value))
            .Concat(form.QuerySelectorAll("select").OfType<IHtmlSelectElement>().Select(select => (select.Name, Value: select.Value ?? "")))
            .ToDictionary(field => field.Name!, field => field.Value);
        foreach (var (name, value) in typed)
        {
            Assert.True(form.QuerySelector($"[name={name}]") is not null, $"The form has no field {name}.");
            fields[name] = value;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("action")) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        return SendAsync(request);
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>An answer, read to its end.</summary>
internal sealed record OtpAnswer(HttpStatusCode Status, string Body, string? MediaType, HttpResponseHeaders Headers)
{
    public string? Location => Headers.Location?.OriginalString;

    public JsonElement Json => JsonElement.Parse(Body);

    public IHtmlDocument Page => new HtmlParser().ParseDocument(Body);

    public string? Code => Text("code");

    public string? State => Text("state");

    public int? Number(string name) => Json.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    public string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public IHtmlFormElement Form(string operation) => Assert.Single(
        Page.QuerySelectorAll("form").OfType<IHtmlFormElement>(),
        form => form.GetAttribute("action")!.EndsWith("/" + operation, StringComparison.Ordinal)
            && (operation != "generate" || form.QuerySelector("[name=msisdn]") is not null || form.Closest("[data-state=pending]") is not null));

    public void AssertProblem(HttpStatusCode status, string code)
    {
        Assert.Equal((status, code), (Status, MediaType == "application/problem+json" ? Code : Body));
        Assert.Equal((int)status, Number("status"));
        Assert.Equal("urn:offer18-otp:error:" + code, Text("type"));
        Assert.False(string.IsNullOrWhiteSpace(Text("title")));
        Assert.False(string.IsNullOrWhiteSpace(Text("detail")));
        Assert.True(Headers.CacheControl!.NoStore);
        Assert.Equal(Number("retryAfter"), (int?)Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    public static async Task<OtpAnswer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers);
}
