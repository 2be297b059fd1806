using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Offer18.Otp.AspNetCore.Tests.Hosting;

/// <summary>A certificate for this machine that nobody but a test trusts.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Makes a browser trust this certificate and no other.</summary>
    public static void Trust(this OtpBrowserClient browser, X509Certificate2 certificate) =>
        browser.Handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
}
