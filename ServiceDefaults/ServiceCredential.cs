using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Platform.ServiceDefaults;

/// <summary>
/// The secret our services know each other by: <c>Service:Token</c>, sent as <c>X-Service-Token</c>. A service that is called only
/// by our own asks for it on every path but its health checks.
/// </summary>
public static class ServiceCredential
{
    private const string Header = "X-Service-Token";
    private const string Setting = "Service:Token";
    private const int MinimumLength = 32;

    /// <summary>Sends the credential with every request of this client.</summary>
    public static IHttpClientBuilder AddServiceCredential(this IHttpClientBuilder client)
    {
        client.Services.TryAddTransient<SendingHandler>();
        return client.AddHttpMessageHandler<SendingHandler>();
    }

    /// <summary>Answers 401 to whoever does not send the credential. Put it before everything that answers.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing or too short; a service must not start open.</exception>
    public static IApplicationBuilder UseServiceCredential(this WebApplication app)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(Read(app.Configuration)));
        return app.Use(async (context, next) =>
        {
            if (Extensions.IsHealthCheck(context.Request.Path) || Matches(context.Request.Headers[Header], expected))
                await next(context);
            else
                await Results.Problem(
                    statusCode: StatusCodes.Status401Unauthorized, title: "Service credential missing or wrong",
                    detail: "This service is internal to the platform. Its callers send the header X-Service-Token.").ExecuteAsync(context);
        });
    }

    /// <summary>Compares hashes, in constant time, so that neither content nor length can be measured.</summary>
    private static bool Matches(string? presented, byte[] expected) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), expected);

    private static string Read(IConfiguration configuration) =>
        configuration[Setting] is { Length: >= MinimumLength } token
            ? token
            : throw new InvalidOperationException(
                $"{Setting} must be a secret of at least {MinimumLength} characters, the same for every service (environment variable Service__Token).");

    private sealed class SendingHandler(IConfiguration configuration) : DelegatingHandler
    {
        private readonly string token = Read(configuration);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation(Header, token);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
