using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Platform.Contracts;
using Platform.ServiceDefaults.Settings;

namespace Platform.ServiceDefaults;

/// <summary>
/// The secret our services know each other by: <c>Service:Token</c>, sent as <c>X-Service-Token</c>. A service that is called only
/// by our own asks for it on every path but its health checks.
/// </summary>
public static class ServiceCredential
{
    private const string Header = ServiceHeaders.ServiceToken;

    /// <summary>Sends the credential with every request of this client.</summary>
    public static IHttpClientBuilder AddServiceCredential(this IHttpClientBuilder client)
    {
        client.Services.AddSettings<ServiceOptions>();
        client.Services.TryAddTransient<SendingHandler>();
        return client.AddHttpMessageHandler<SendingHandler>();
    }

    /// <summary>For a service that asks its callers for the credential: without the setting it does not start.</summary>
    public static void AddServiceCredential(this IHostApplicationBuilder builder) => builder.Services.AddSettings<ServiceOptions>();

    /// <summary>Answers 401 to whoever does not send the credential. Put it before everything that answers.</summary>
    public static IApplicationBuilder UseServiceCredential(this WebApplication app) => app.UseMiddleware<AskingMiddleware>();

    /// <summary>Compares hashes, in constant time, so that neither content nor length can be measured.</summary>
    private static bool Matches(string? presented, byte[] expected) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), expected);

    private sealed class AskingMiddleware(RequestDelegate next, IOptions<ServiceOptions> options)
    {
        private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Token));

        public Task InvokeAsync(HttpContext context) =>
            Extensions.IsHealthCheck(context.Request.Path) || Matches(context.Request.Headers[Header], expected)
                ? next(context)
                : Results.Problem(
                    statusCode: StatusCodes.Status401Unauthorized, title: "Service credential missing or wrong",
                    detail: $"This service is internal to the platform. Its callers send the header {Header}.").ExecuteAsync(context);
    }

    private sealed class SendingHandler(IOptions<ServiceOptions> options) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation(Header, options.Value.Token);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
