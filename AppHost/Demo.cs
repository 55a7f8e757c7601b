using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Hosting;
using Platform.AppHost.Commands;
using Platform.Contracts;

namespace Platform.AppHost;

internal static class DemoExtensions
{
    /// <summary>
    /// Adds, in Development only and never when publishing: an account with a key and credit, the welcome text with the first request, and
    /// commands.
    /// </summary>
    public static void AddDemo(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<ParameterResource> serviceToken,
        IResourceBuilder<ProjectResource> accounts,
        IResourceBuilder<ProjectResource> usage,
        IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ProjectResource> dashboard,
        IResourceBuilder<ProjectResource>? upstream
    )
    {
        if (!builder.Environment.IsDevelopment() || !builder.ExecutionContext.IsRunMode)
            return;
        var key = builder.AddParameter("demo-api-key", new GenerateApiKeyDefault(), secret: true, persist: true);
        var password = builder.AddParameter(
            "demo-password",
            new GenerateParameterDefault
            {
                MinLength = 16,
                MinLower = 1,
                MinUpper = 1,
                MinNumeric = 1,
                Special = false,
            },
            secret: true,
            persist: true
        );
        var history = builder.Configuration["Demo:History"] ?? "true";
        var services = new PlatformServices(serviceToken.Resource);
        accounts
            .WithEnvironment("Demo__ApiKey", key)
            .WithEnvironment("Demo__Password", password)
            .WithEnvironment("Demo__History", history)
            .WithMintKeyCommand(services, password.Resource);
        usage
            .WithEnvironment("Demo__Enabled", "true")
            .WithEnvironment("Demo__History", history)
            .WithTopUpCommand(services)
            .WithReconcileCommand(services, upstream);

        var welcome = new Welcome(
            gateway.GetEndpoint("http"),
            dashboard.GetEndpoint("http"),
            builder.Configuration,
            key.Resource,
            password.Resource,
            builder.Configuration["Welcome:Model"] ?? "gpt-6-luna"
        );
        builder.Eventing.Subscribe<BeforeStartEvent>(
            (start, cancellationToken) =>
            {
                // Runs beside the start, which does not wait for it.
                _ = welcome.PrintWhenHealthyAsync(start.Services);
                return Task.CompletedTask;
            }
        );
    }
}

/// <summary>The demo account's key, created once for this machine.</summary>
internal sealed class GenerateApiKeyDefault : ParameterDefault
{
    public override string GetDefaultValue() => ApiKey.Create().Text;

    public override void WriteToManifest(ManifestPublishingContext context) =>
        throw new NotSupportedException("The demo account exists in Development only; it is not published.");
}
