using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Offer18.Otp.AspNetCore.Client;

internal sealed class Offer18OtpClient(
    IHttpClientFactory httpClients,
    IOptionsMonitor<Offer18ClientOptions> options,
    TimeProvider timeProvider) : IOffer18OtpClient
{
    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var campaign = options.Get(request.Campaign);
        var parameters = Parameters(campaign, request.Parameters);
        parameters[WireParameters.Type] = campaign.RequestType;
        parameters[WireParameters.Msisdn] = request.Msisdn;
        return SendAsync("api/af/otp_gen", request.Campaign, campaign, parameters, cancellationToken);
    }

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var campaign = options.Get(request.Campaign);
        var parameters = Parameters(campaign, request.Parameters);
        parameters[WireParameters.Msisdn] = request.Msisdn;
        parameters[WireParameters.Otp] = request.Otp;
        parameters[WireParameters.RequestId] = request.RequestId;
        return SendAsync("api/af/otp_verify", request.Campaign, campaign, parameters, cancellationToken);
    }

    private static Dictionary<string, string?> Parameters(
        Offer18ClientOptions campaign, IReadOnlyDictionary<string, string>? perCall)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in campaign.AdditionalParameters.Concat(perCall ?? new Dictionary<string, string>()))
        {
            if (!WireParameters.IsReserved(name))
            {
                parameters[name] = value;
            }
        }

        parameters[WireParameters.UserId] = campaign.UserId;
        parameters[WireParameters.Partner] = campaign.Partner;
        return parameters;
    }

    private async Task<Offer18Result> SendAsync(
        string path, string name, Offer18ClientOptions campaign, Dictionary<string, string?> parameters, CancellationToken cancellationToken)
    {
        using var request = Request(path, campaign, parameters);
        using var timeout = new CancellationTokenSource(campaign.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var http = httpClients.CreateClient(Offer18HttpClient.Name(name));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await AnswerBody.ReadAsync(response.Content, either.Token);
            return AnswerParser.Parse(
                response.StatusCode, body, RetryAfter(response.Headers.RetryAfter), campaign.ErrorCodes);
        }
        catch (HttpRequestException exception)
        {
            return Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, DeliveryAfter(exception));
        }
        catch (IOException)
        {
            return Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, Offer18Delivery.Unknown);
        }
    }

    private static HttpRequestMessage Request(
        string path, Offer18ClientOptions campaign, Dictionary<string, string?> parameters)
    {
        var given = parameters.Where(p => !string.IsNullOrEmpty(p.Value)).ToArray();
        List<KeyValuePair<string, string?>> query =
        [
            new(WireParameters.Key, campaign.ApiKey),
            new(WireParameters.AffiliateId, campaign.AffiliateId.ToString(CultureInfo.InvariantCulture)),
            new(WireParameters.AdvertiserId, campaign.AdvertiserId.ToString(CultureInfo.InvariantCulture)),
        ];
        var form = campaign.ParameterPlacement == ParameterPlacement.Form;
        if (!form)
        {
            query.AddRange(given);
        }

        var uri = new StringBuilder(campaign.BaseAddress!.AbsoluteUri.TrimEnd('/')).Append('/').Append(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            uri.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value!));
            separator = '&';
        }

        var request = new HttpRequestMessage(HttpMethod.Post, uri.ToString())
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = form ? new FormUrlEncodedContent(given) : null,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private static Offer18Delivery DeliveryAfter(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError => Offer18Delivery.NotSent,
        _ => Offer18Delivery.Unknown,
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - timeProvider.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : null;
    }
}
