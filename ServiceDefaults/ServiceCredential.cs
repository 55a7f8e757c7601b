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
/// The secret that authenticates our services to each other: <c>Service:Token</c>, sent in <see cref="ServiceHeaders.ServiceToken"/>. An
/// internal service requires it on every path except its health checks.
/// </summary>
public static class ServiceCredential
{
    /// <summary>Sends the credential with every request of this client.</summary>
    public static IHttpClientBuilder AddServiceCredential(this IHttpClientBuilder client)
    {
        client.Services.AddSettings<ServiceOptions>();
        client.Services.TryAddTransient<SendingHandler>();
        return client.AddHttpMessageHandler<SendingHandler>();
    }

    /// <summary>For a service that requires the credential of its callers. Without the setting it does not start.</summary>
    public static void AddServiceCredential(this IHostApplicationBuilder builder) => builder.Services.AddSettings<ServiceOptions>();

    /// <summary>Answers 401 to a request without the credential. It must come before every other middleware that answers.</summary>
    public static IApplicationBuilder UseServiceCredential(this WebApplication app) => app.UseMiddleware<RequiringMiddleware>();

    /// <summary>Whether the request presents the credential, for a service that has other callers too.</summary>
    public static bool IsPresented(HttpRequest request, ServiceOptions options) =>
        Matches(request.Headers[ServiceHeaders.ServiceToken], SHA256.HashData(Encoding.UTF8.GetBytes(options.Token)));

    /// <summary>Compares hashes in constant time, so that timing reveals neither content nor length.</summary>
    private static bool Matches(string? presented, byte[] expected) =>
        presented is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(presented)), expected);

    private sealed class RequiringMiddleware(RequestDelegate next, IOptions<ServiceOptions> options)
    {
        private readonly byte[] expected = SHA256.HashData(Encoding.UTF8.GetBytes(options.Value.Token));

        public Task InvokeAsync(HttpContext context) =>
            Extensions.IsHealthCheck(context.Request.Path) || Matches(context.Request.Headers[ServiceHeaders.ServiceToken], expected)
                ? next(context)
                : Results
                    .Problem(
                        statusCode: StatusCodes.Status401Unauthorized,
                        title: "Service credential missing or wrong",
                        detail: $"This service is internal to the platform. Its callers send the header {ServiceHeaders.ServiceToken}."
                    )
                    .ExecuteAsync(context);
    }

    private sealed class SendingHandler(IOptions<ServiceOptions> options) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.TryAddWithoutValidation(ServiceHeaders.ServiceToken, options.Value.Token);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
