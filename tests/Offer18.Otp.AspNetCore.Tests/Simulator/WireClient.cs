using System.Text.Json;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.Tests.Simulator;

/// <summary>Calls a simulator as Offer18's examples do, with everything in the query string and without a body.</summary>
internal sealed class WireClient(Uri address) : IDisposable
{
    public const string Credentials = "key=simulator-key&aid=1001&mid=2002";
    public const string Verified = """{"status":"200","response":"otp_verified"}""";

    public WireClient(Offer18SimulatorServer server)
        : this(server.Address)
    {
    }

    public HttpClient Http { get; } = new() { BaseAddress = address };

    public static string Error(string text) => $$"""{"status":"400","error":"{{text}}"}""";

    public Task<HttpResponseMessage> PostAsync(string operation, string parameters) =>
        Http.PostAsync($"api/af/{operation}?{Credentials}&{parameters}", null, TestContext.Current.CancellationToken);

    public async Task<string> GenerateAsync(string msisdn)
    {
        using var response = await PostAsync("otp_gen", $"msisdn={msisdn}");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return body.RootElement.GetProperty("data").GetString()!;
    }

    public async Task<string> VerifyAsync(string msisdn, string? otp, string? requestId = null)
    {
        using var response = await PostAsync("otp_verify", $"msisdn={msisdn}&otp={otp}&request_id={requestId}");
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => Http.Dispose();
}
