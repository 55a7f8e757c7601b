using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Platform.Tests.Fixture;

/// <summary>A certificate for localhost, made for one run, that nobody trusts.</summary>
internal sealed class DevelopmentCertificate : IDisposable
{
    public const string Password = "localhost";

    /// <summary>Takes a certificate of this machine that nobody signed.</summary>
    public static RemoteCertificateValidationCallback Accepted { get; } =
        static (_, certificate, _, _) => certificate?.Subject == "CN=localhost" && certificate.Issuer == certificate.Subject;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory();

    public DevelopmentCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(55), DateTimeOffset.UnixEpoch.AddYears(90));
        File.WriteAllBytes(Path, certificate.Export(X509ContentType.Pfx, Password));
    }

    public string Path => System.IO.Path.Combine(directory.FullName, "localhost.pfx");

    public void Dispose() => directory.Delete(recursive: true);
}
