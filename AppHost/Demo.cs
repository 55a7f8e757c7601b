using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Hosting;
using Platform.AppHost.Commands;
using Platform.Contracts;

namespace Platform.AppHost;

internal static class DemoExtensions
{
    /// <summary>
    /// In Development only, and never published: an account with a key and credit, how to make the first request once everything is
    /// healthy, and commands to play with.
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
        var services = new PlatformServices(serviceToken.Resource);
        accounts
            .WithEnvironment("Demo__ApiKey", key)
            .WithEnvironment("Demo__Password", password)
            .WithMintKeyCommand(services, password.Resource);
        usage.WithEnvironment("Demo__Enabled", "true").WithTopUpCommand(services).WithReconcileCommand(services, upstream);

        var welcome = new Welcome(
            gateway.GetEndpoint("http"),
            dashboard.GetEndpoint("http"),
            builder.Configuration,
            key.Resource,
            password.Resource,
            builder.Configuration["Welcome:Model"] ?? "gpt-4.1-mini"
        );
        builder.Eventing.Subscribe<BeforeStartEvent>(
            (start, cancellationToken) =>
            {
                // Beside the start, which goes on while this waits for its end.
                _ = welcome.PrintWhenHealthyAsync(start.Services);
                return Task.CompletedTask;
            }
        );
    }
}

/// <summary>The demo account's key, made once for this machine.</summary>
internal sealed class GenerateApiKeyDefault : ParameterDefault
{
    public override string GetDefaultValue() => ApiKey.Create().Text;

    public override void WriteToManifest(ManifestPublishingContext context) =>
        throw new NotSupportedException("The demo account exists in Development only; it is not published.");
}
