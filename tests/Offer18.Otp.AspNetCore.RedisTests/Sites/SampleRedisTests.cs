using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Offer18.Otp.AspNetCore.RedisTests.Servers;
using Offer18.Otp.Simulator;

namespace Offer18.Otp.AspNetCore.RedisTests.Sites;

public sealed class SampleRedisTests
{
    private const string Msisdn = "447700900944";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_starts_while_sentinels_know_no_living_master_and_works_once_they_do()
    {
        await using var master = await RedisServer.StartAsync();
        await using var sentinel = await RedisServer.StartSentinelAsync(
            $"sentinel monitor offer18 127.0.0.1 {master.Port} 1", "sentinel down-after-milliseconds offer18 500");
        await master.KillAsync();
        await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
        await using var farm = await SampleFarm.StartAsync(
            offer18.Address, 1, ("ConnectionStrings__Redis", $"127.0.0.1:{sentinel.Port},serviceName=offer18"));
        using var browser = farm.NewBrowser();
        await browser.GetPageAsync("/");

        await master.RestartAsync();
        await Eventually.TrueAsync(async () => (await browser.StatusAsync()).State == "none");
        await Eventually.TrueAsync(async () => (await browser.GenerateAsync("+" + Msisdn)).State == "pending");
    }

    [Fact]
    public async Task With_a_certificate_nodes_share_the_keys_in_Redis_and_their_readers_cannot_use_them()
    {
        var folder = Directory.CreateTempSubdirectory("offer18-otp-certificate-");
        try
        {
            await using var redis = await RedisServer.StartAsync();
            await using var offer18 = await Offer18SimulatorServer.StartAsync(cancellationToken: Cancellation);
            await using var farm = await SampleFarm.StartAsync(
                offer18.Address, 1, ("ConnectionStrings__Redis", redis.ConnectionString), ("DataProtectionCertificate", WriteCertificate(folder)));
            using var browser = farm.NewBrowser();
            Assert.Equal("pending", (await browser.GenerateAsync("+" + Msisdn)).State);
            await farm.KillAsync(farm.Nodes[0]);
            await farm.AddAsync();

            Assert.Equal("verified", (await browser.VerifyAsync(offer18.Simulator.LatestCode(Msisdn))).State);
            var key = await redis.ExecuteAsync("LRANGE", "sample-site:data-protection-keys", "0", "-1");
            Assert.Contains("EncryptedData", key, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteCertificate(DirectoryInfo folder)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=Test keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddHours(-1), now.AddHours(12));
        var path = Path.Combine(folder.FullName, "keys.pem");
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return path;
    }
}
