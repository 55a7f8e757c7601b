using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.AppHost.Startup;
using Platform.Contracts;

namespace Platform.AppHost;

/// <summary>Prints the addresses and credentials for the first request, when everything is healthy.</summary>
internal sealed class Welcome(
    EndpointReference gateway,
    EndpointReference dashboard,
    IConfiguration configuration,
    ParameterResource key,
    ParameterResource password,
    string model
)
{
    public async Task PrintWhenHealthyAsync(IServiceProvider services)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            if (await ActivatorUtilities.CreateInstance<StartWatch>(services).HealthyAsync(stopping))
                Console.WriteLine(await TextAsync(stopping));
        }
        catch (OperationCanceledException)
        {
            // The application stops before it is healthy.
        }
    }

    private async Task<string> TextAsync(CancellationToken cancellationToken)
    {
        var baseUrl = $"{gateway.Url}/v1";
        var apiKey = await key.GetValueAsync(cancellationToken);
        return $$"""

            Dashboard: {{dashboard.Url}}
            Base URL: {{baseUrl}}
            API key: {{apiKey}}
            Model: {{model}}
            Sign in: {{DemoAccount.Email}} / {{await password.GetValueAsync(cancellationToken)}}
            Aspire dashboard: {{AspireDashboard}}

            {{FirstRequest.Curl(baseUrl, apiKey!, model)}}

            """;
    }

    /// <summary>The address of the Aspire dashboard, with its sign-in token.</summary>
    private string AspireDashboard =>
        configuration["ASPNETCORE_URLS"]?.Split(';')[0] is not { Length: > 0 } address ? "not started"
        : configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{address}/login?t={token}"
        : address;
}
