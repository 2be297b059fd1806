using System.Net.Http.Json;

namespace Offer18.Otp.AspNetCore.Benchmarks.Site.Servers;

/// <summary>The typed client of the site by hand.</summary>
internal sealed class HandMadeClient(HttpClient http)
{
    private const string Credentials = "key=benchmark-key-0123456789&aid=1001&mid=2002";

    /// <summary>Offer18's id of the request; null if it sent no code.</summary>
    public async Task<string?> GenerateAsync(string msisdn, CancellationToken cancellationToken) =>
        (await CallAsync($"api/af/otp_gen?{Credentials}&msisdn={msisdn.TrimStart('+')}", cancellationToken))?.Data;

    public async Task<bool> VerifyAsync(string msisdn, string otp, string requestId, CancellationToken cancellationToken) =>
        await CallAsync($"api/af/otp_verify?{Credentials}&msisdn={msisdn.TrimStart('+')}&otp={otp}&request_id={Uri.EscapeDataString(requestId)}", cancellationToken)
            is not null;

    private async Task<Answer?> CallAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(address, null, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        return response.IsSuccessStatusCode && string.IsNullOrEmpty(answer?.Error) ? answer : null;
    }

    private sealed record Answer(string? Status, string? Response, string? Data, string? Error);
}
