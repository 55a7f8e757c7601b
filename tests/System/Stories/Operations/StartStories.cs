using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace Platform.Tests.Stories.Operations;

/// <summary>How the platform is once it has started, before any other story has done something to it.</summary>
[Collection(PlatformCollection.Name)]
public sealed class StartStories(PlatformFixture platform)
{
    [Fact]
    public async Task Every_resource_starts_clean()
    {
        var model = platform.App.Services.GetRequiredService<DistributedApplicationModel>();
        var started = model
            .Resources.Where(resource =>
                resource is not ParameterResource && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any()
            )
            .ToArray();
        string[] expected =
        [
            "accounts",
            "accountsdb",
            "dashboard",
            "fakeupstream",
            "gateway",
            "kept",
            "postgres",
            "redis",
            "upstreams",
            "usage",
            "usagedb",
        ];
        Assert.Equal(expected, started.Select(resource => resource.Name).Order(StringComparer.Ordinal));
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        foreach (var resource in started)
        {
            await platform.HealthyAsync(resource.Name, timeout.Token);
            Assert.True(platform.App.ResourceNotifications.TryGetCurrentState(resource.Name, out var now), resource.Name);
            Assert.Equal((resource.Name, HealthStatus.Healthy), (resource.Name, now.Snapshot.HealthStatus!.Value));
        }

        foreach (var service in started.OfType<ProjectResource>())
        foreach (var path in (string[])["/health", "/alive"])
            Assert.Equal("Healthy", await platform.App.CreateHttpClient(service.Name, "http").GetStringAsync(path, timeout.Token));
        Assert.All(
            started.Where(resource => resource is ProjectResource or ExecutableResource),
            resource => Assert.NotEmpty(platform.Logs.Of(resource.Name))
        );
        Assert.Empty(platform.StartErrors);
    }

    [Fact]
    public async Task A_start_that_cannot_be_says_why_in_one_line() =>
        Assert.Equal(
            "Stores is 'nonsense'. Set it to Native or Containers, for example --Stores=Native, or leave it out.",
            await RefusedStartAsync("--Stores=nonsense")
        );

    [Fact]
    public void A_run_with_throw_away_data_keeps_no_password()
    {
        var model = platform.App.Services.GetRequiredService<DistributedApplicationModel>();
        foreach (var store in (string[])["postgres", "redis"])
            // Kept in the user secrets it would take the place of the one that the kept data of this clone were made with.
            Assert.IsType<GenerateParameterDefault>(
                model.Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == store + "-password").Default
            );
    }

    [Fact]
    public async Task Data_that_are_kept_need_a_password_that_is_kept() =>
        Assert.StartsWith(
            "In the environment Production no generated password is found again. Set Parameters:postgres-password",
            await RefusedStartAsync("--KeepData=true", "--DataName=never-made", "--Stores=Native", "--Environment=Production"),
            StringComparison.Ordinal
        );

    /// <summary>
    /// What <c>dotnet run --project AppHost</c> writes on standard error before it ends with exit code 1. A process of its own, since an
    /// AppHost that refuses to start disposes its services while the testing builder still takes them.
    /// </summary>
    private async Task<string> RefusedStartAsync(params string[] arguments)
    {
        using var timeout = new CancellationTokenSource(Eventually.Timeout);
        var directory = platform.App.Services.GetRequiredService<IConfiguration>()["AppHost:Directory"]!;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", configuration, "--project", directory, "--", .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = await process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode == 1, await output + errors);
            return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
