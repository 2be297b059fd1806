using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Offer18.Otp.AspNetCore.Diagnostics;

namespace Offer18.Otp.AspNetCore.Client;

internal sealed class Offer18OtpClient(
    IHttpClientFactory httpClients,
    IOptionsMonitor<Offer18ClientOptions> options,
    Offer18Circuits circuits,
    OtpCalls calls,
    TimeProvider timeProvider) : IOffer18OtpClient
{
    // A day would be an insult, a year a bug: who asks for more is asked again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public Task<Offer18Result> GenerateAsync(Offer18GenerateRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var campaign = options.Get(request.Campaign);
        var parameters = Parameters(campaign, request.Parameters);
        parameters[WireParameters.Type] = campaign.RequestType;
        parameters[WireParameters.Msisdn] = request.Msisdn;
        return SendAsync(request.Campaign, campaign, new WireCall(WireOperation.Generate, campaign, parameters), cancellationToken);
    }

    public Task<Offer18Result> VerifyAsync(Offer18VerifyRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var campaign = options.Get(request.Campaign);
        var parameters = Parameters(campaign, request.Parameters);
        parameters[WireParameters.Msisdn] = request.Msisdn;
        parameters[WireParameters.Otp] = request.Otp;
        parameters[WireParameters.RequestId] = request.RequestId;
        return SendAsync(request.Campaign, campaign, new WireCall(WireOperation.Verify, campaign, parameters), cancellationToken);
    }

    private static Dictionary<string, string?> Parameters(
        Offer18ClientOptions campaign, IReadOnlyDictionary<string, string>? perCall)
    {
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in campaign.AdditionalParameters.Concat(perCall ?? new Dictionary<string, string>()))
        {
            // An empty value of a call must not take the campaign's own away.
            if (!WireParameters.IsReserved(name) && !string.IsNullOrEmpty(value))
            {
                parameters[name] = value;
            }
        }

        parameters[WireParameters.UserId] = campaign.UserId;
        parameters[WireParameters.Partner] = campaign.Partner;
        return parameters;
    }

    private static WireOutcome Unavailable(WireCall call, string reason) =>
        new(Offer18Result.Failure(OtpErrorCodes.UpstreamUnavailable, call.MayHaveLeft ? Offer18Delivery.Unknown : Offer18Delivery.NotSent))
        {
            IsTrouble = true,
            Reason = reason,
        };

    private static string Word(Offer18Delivery delivery) => delivery switch
    {
        Offer18Delivery.Answered => "answered",
        Offer18Delivery.NotSent => "not_sent",
        _ => "unknown",
    };

    private async Task<Offer18Result> SendAsync(
        string name, Offer18ClientOptions campaign, WireCall call, CancellationToken cancellationToken)
    {
        using var observed = calls.Begin(call.Operation.Name, name);
        var outcome = await circuits.Of(name).ExecuteAsync(
            token => TrySendAsync(Offer18HttpClient.Name(name), campaign, call, token), cancellationToken);
        observed.End(new(outcome.Result.ErrorCode, Word(outcome.Result.Delivery), outcome.Reason, outcome.HttpStatus, outcome.UnmappedText));
        return outcome.Result;
    }

    private async ValueTask<WireOutcome> TrySendAsync(
        string httpClient, Offer18ClientOptions campaign, WireCall call, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(campaign.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = call.Bare();
        try
        {
            var http = httpClients.CreateClient(httpClient);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await AnswerBody.ReadAsync(response.Content, either.Token);
            return AnswerParser.Parse(
                call.Operation, response.StatusCode, body, RetryAfter(response.Headers.RetryAfter), campaign.ErrorCodes, call.Secrets);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The handler's own exception is not for the caller: what it holds is not ours to know.
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
        // The site's own handlers can throw what they like. The visitor gets an answer all the same, and the exception's type,
        // which cannot hold a secret, goes to the log.
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
