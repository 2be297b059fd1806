using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Client;

internal sealed class Offer18OtpClient(
    IHttpClientFactory httpClients,
    IOptionsMonitor<Offer18ClientOptions> options,
    Offer18Breakers breakers,
    WireTelemetry telemetry,
    TimeProvider timeProvider) : IOffer18OtpClient
{
    // The longest wait that is passed on. Nobody should be told to wait a day. After an hour the visitor may try again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settings = options.Get(request.Campaign).For(request.Operator);
        var parameters = Parameters(settings, settings.AdditionalParameters.Generate, request.Parameters);
        parameters[WireParameters.Type] = settings.RequestType;
        parameters[WireParameters.Msisdn] = request.Msisdn;
        return SendAsync(request.Campaign, settings, new WireCall(WireOperation.Generate, settings, parameters), cancellationToken);
    }

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var settings = options.Get(request.Campaign).For(request.Operator);
        var parameters = Parameters(settings, settings.AdditionalParameters.Verify, request.Parameters);
        parameters[WireParameters.Msisdn] = request.Msisdn;
        parameters[WireParameters.Otp] = request.Otp;
        parameters[WireParameters.RequestId] = request.RequestId;
        return SendAsync(request.Campaign, settings, new WireCall(WireOperation.Verify, settings, parameters), cancellationToken);
    }

    private static Dictionary<string, string?> Parameters(
        Offer18ClientOptions settings, IDictionary<string, string> perOperation, IReadOnlyDictionary<string, string>? perCall)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add(parameters, settings.AdditionalParameters);
        Add(parameters, perOperation);
        Add(parameters, perCall);
        parameters[WireParameters.UserId] = settings.UserId;
        parameters[WireParameters.Partner] = settings.Partner;
        return parameters;
    }

    private static void Add(Dictionary<string, string?> parameters, IEnumerable<KeyValuePair<string, string>>? given)
    {
        foreach (var (name, value) in given ?? [])
        {
            // An empty value must not replace one for more calls.
            if (!WireParameters.IsReserved(name) && !string.IsNullOrEmpty(value))
            {
                parameters[name] = value;
            }
        }
    }

    private static WireOutcome Unavailable(WireCall call, string reason) =>
        new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, call.MayHaveLeft ? Offer18Delivery.Unknown : Offer18Delivery.NotSent))
        {
            IsTrouble = true,
            Reason = reason,
        };

    private async Task<Offer18Result> SendAsync(
        string campaign, Offer18ClientOptions settings, WireCall call, CancellationToken cancellationToken)
    {
        var route = new OtpRoute(campaign, settings.Operator);
        using var activity = WireTelemetry.Trace(call.Operation, route);
        var begun = timeProvider.GetTimestamp();
        var outcome = await breakers.ExecuteAsync(route, token => TrySendAsync(Offer18HttpClient.Name(campaign), settings, call, token), cancellationToken);
        telemetry.Observe(call.Operation, route, outcome, activity, timeProvider.GetElapsedTime(begun));
        return outcome.Result;
    }

    private async ValueTask<WireOutcome> TrySendAsync(
        string httpClient, Offer18ClientOptions settings, WireCall call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.Timeout, timeProvider);
        using var leaving = cancellationToken.UnsafeRegister(static timeout => ((CancellationTokenSource)timeout!).Cancel(), timeout);
        using var request = call.Bare();
        try
        {
            var http = httpClients.CreateClient(httpClient);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var body = await AnswerBody.ReadAsync(response.Content, timeout.Token);
            return AnswerParser.Parse(
                call.Operation, response.StatusCode, body, RetryAfter(response.Headers.RetryAfter), settings, call.Secrets);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // We do not know what the handler's own exception contains, so the caller gets a new one.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return Unavailable(call, "timeout");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError != HttpRequestError.Unknown)
        {
            return Unavailable(call, exception.HttpRequestError.ToString());
        }
        // The site's own handlers can throw anything. The visitor still gets an answer. Only the exception's type is logged, because it
        // cannot contain a secret.
        catch (Exception exception)
        {
            return Unavailable(call, exception.GetBaseException().GetType().Name);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - timeProvider.GetUtcNow()) is { } wait && wait > TimeSpan.Zero
            ? wait < LongestWait ? wait : LongestWait
            : null;
}
