using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Offer18.Otp.AspNetCore.RedisTests.Servers;

/// <summary>A certificate authority of one test, and what it gave to the server on loopback, as files that redis-server reads.</summary>
internal static class TlsCertificates
{
    private const string Authority = "ca.pem";
    private const string Certificate = "redis.pem";
    private const string Key = "redis.key";

    /// <summary>Writes the files, and answers with the path of the authority's.</summary>
    public static string Write(DirectoryInfo folder)
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(12));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));

        var path = Path.Combine(folder.FullName, Authority);
        File.WriteAllText(path, authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, Certificate), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, Key), key.ExportPkcs8PrivateKeyPem());
        return path;
    }

    /// <summary>Where redis-server finds them, as lines of its redis.conf.</summary>
    public static IEnumerable<string> Settings(DirectoryInfo folder) =>
    [
        $"tls-ca-cert-file {Path.Combine(folder.FullName, Authority)}",
        $"tls-cert-file {Path.Combine(folder.FullName, Certificate)}",
        $"tls-key-file {Path.Combine(folder.FullName, Key)}",
    ];
}
