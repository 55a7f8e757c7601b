using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.AppHost.Startup;
using Platform.Contracts;

namespace Platform.AppHost;

internal static class WelcomeExtensions
{
    /// <summary>In Development: the demo account's secrets, and how to make the first request once everything is healthy.</summary>
    public static void AddWelcome(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> accounts, IResourceBuilder<ProjectResource> usage,
        IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ProjectResource> dashboard)
    {
        if (!builder.Environment.IsDevelopment() || !builder.ExecutionContext.IsRunMode)
            return;
        var key = builder.AddParameter("demo-api-key", new GenerateApiKeyDefault(), secret: true, persist: true);
        var password = builder.AddParameter("demo-password", new GenerateParameterDefault { MinLength = 16, MinLower = 1, MinUpper = 1, MinNumeric = 1, Special = false }, secret: true, persist: true);
        accounts.WithEnvironment("Demo__ApiKey", key).WithEnvironment("Demo__Password", password);
        usage.WithEnvironment("Demo__Enabled", "true");
        var welcome = new Welcome(
            gateway.GetEndpoint("http"), dashboard.GetEndpoint("http"), builder.Configuration, key.Resource, password.Resource,
            builder.Configuration["Welcome:Model"] ?? "gpt-4.1-mini");
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            // Beside the start, which goes on while this waits for its end.
            _ = welcome.PrintWhenHealthyAsync(start.Services);
            return Task.CompletedTask;
        });
    }
}

/// <summary>Prints what a person needs for the first request, when it can succeed.</summary>
internal sealed class Welcome(
    EndpointReference gateway, EndpointReference dashboard, IConfiguration configuration, ParameterResource key, ParameterResource password, string model)
{
    public async Task PrintWhenHealthyAsync(IServiceProvider services)
    {
        var ends = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            if (await ActivatorUtilities.CreateInstance<StartWatch>(services).HealthyAsync(ends))
                Console.WriteLine(await TextAsync(ends));
        }
        catch (OperationCanceledException)
        {
            // The application ends before it has begun.
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

            curl -N {{baseUrl}}/chat/completions \
              -H 'Authorization: Bearer {{apiKey}}' \
              -H 'Content-Type: application/json' \
              -d '{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"Say hello."}]}'

            """;
    }

    /// <summary>The address that also signs in to it.</summary>
    private string AspireDashboard => configuration["ASPNETCORE_URLS"]?.Split(';')[0] is not { Length: > 0 } address ? "not started"
        : configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{address}/login?t={token}"
        : address;
}

/// <summary>The demo account's key, made once for this machine.</summary>
internal sealed class GenerateApiKeyDefault : ParameterDefault
{
    public override string GetDefaultValue() => ApiKey.Create().Text;

    public override void WriteToManifest(ManifestPublishingContext context) =>
        throw new NotSupportedException("The demo account exists in Development only; it is not published.");
}
