using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Platform.Contracts;

namespace Platform.AppHost;

internal static class WelcomeExtensions
{
    /// <summary>In Development: the demo account's secrets, and how to make the first request once everything is healthy.</summary>
    public static void AddWelcome(
        this IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> accounts, IResourceBuilder<ProjectResource> usage,
        IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ProjectResource> dashboard)
    {
        if (!builder.Environment.IsDevelopment())
            return;
        var key = builder.AddParameter("demo-api-key", new GenerateApiKeyDefault(), secret: true, persist: true);
        var password = builder.AddParameter("demo-password", new GenerateParameterDefault { MinLength = 16, MinLower = 1, MinUpper = 1, MinNumeric = 1, Special = false }, secret: true, persist: true);
        accounts.WithEnvironment("Demo__ApiKey", key).WithEnvironment("Demo__Password", password);
        usage.WithEnvironment("Demo__Enabled", "true");
        var model = builder.Configuration["Welcome:Model"] ?? "gpt-4.1-mini";
        builder.Services.AddHostedService(services => new Welcome(
            services.GetRequiredService<ResourceNotificationService>(), [accounts.Resource, usage.Resource, gateway.Resource, dashboard.Resource],
            gateway.GetEndpoint("http"), dashboard.GetEndpoint("http"), key.Resource, password.Resource, model));
    }
}

/// <summary>Prints what a person needs for the first request, when it can succeed.</summary>
internal sealed class Welcome(
    ResourceNotificationService notifications, IResource[] services, EndpointReference gateway, EndpointReference dashboard,
    ParameterResource key, ParameterResource password, string model) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(services.Select(service => notifications.WaitForResourceHealthyAsync(service.Name, WaitBehavior.WaitOnResourceUnavailable, stoppingToken)));
        }
        catch (OperationCanceledException)
        {
            return;
        }

        var baseUrl = $"{gateway.Url}/v1";
        var apiKey = await key.GetValueAsync(stoppingToken);
        Console.WriteLine($$"""

            Dashboard: {{dashboard.Url}}
            Base URL: {{baseUrl}}
            API key: {{apiKey}}
            Model: {{model}}
            Sign in: {{DemoAccount.Email}} / {{await password.GetValueAsync(stoppingToken)}}

            curl -N {{baseUrl}}/chat/completions \
              -H 'Authorization: Bearer {{apiKey}}' \
              -H 'Content-Type: application/json' \
              -d '{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"Say hello."}]}'

            """);
    }
}

/// <summary>The demo account's key, made once for this machine.</summary>
internal sealed class GenerateApiKeyDefault : ParameterDefault
{
    public override string GetDefaultValue() => ApiKey.Create().Text;

    public override void WriteToManifest(ManifestPublishingContext context) =>
        throw new NotSupportedException("The demo account exists in Development only; it is not published.");
}
