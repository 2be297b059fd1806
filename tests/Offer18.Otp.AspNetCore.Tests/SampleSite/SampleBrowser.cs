using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Offer18.Otp.AspNetCore.Tests.SampleSite;

/// <summary>A browser without JavaScript. It reads pages, sends their forms and keeps cookies. It follows no redirect.</summary>
internal sealed class SampleBrowser : IDisposable
{
    private readonly HttpClient _client;

    public SampleBrowser(Uri address, string language)
    {
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        Accept("text/html,application/xhtml+xml,*/*;q=0.8");
        _client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
    }

    public void Accept(string mediaTypes)
    {
        _client.DefaultRequestHeaders.Accept.Clear();
        _client.DefaultRequestHeaders.Accept.ParseAdd(mediaTypes);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<byte[]> BytesAsync(string path) => _client.GetByteArrayAsync(path, TestContext.Current.CancellationToken);

    /// <summary>The page at an address, whatever its HTTP status.</summary>
    public async Task<IHtmlDocument> PageAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Sends the form that holds the field. Returns where the answer leads.</summary>
    public async Task<string> SendAsync(IHtmlDocument page, string field, string value)
    {
        var form = page.QuerySelector($"[name={field}]")!.Closest("form")!;
        var fields = form.QuerySelectorAll<IHtmlInputElement>("input")
            .Select(input => KeyValuePair.Create(input.Name!, input.Name == field ? value : input.Value));
        using var content = new FormUrlEncodedContent(fields);
        using var response = await _client.PostAsync(form.GetAttribute("action"), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return response.Headers.Location!.OriginalString;
    }

    public void Dispose() => _client.Dispose();
}

internal static class SampleBrowsing
{
    /// <summary>A browser with its own cookies. It follows no redirect.</summary>
    public static SampleBrowser Browse(this SampleProcess sample, string language = "en") => new(sample.Address, language);
}
