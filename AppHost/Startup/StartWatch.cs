using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Platform.AppHost.Startup;

/// <summary>
/// Stops the application when a resource fails before everything was healthy once, with the resource's last lines and exit code 1. A later
/// failure is visible in the Aspire dashboard, where the resource can be started again.
/// </summary>
internal sealed class StartWatch(
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    ResourceLoggerService logs,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    private const int LastLines = 20;

    private const string RefusedPassword =
        "refuses the AppHost's password: its data were made with another one. Set Parameters:postgres-password to that one, or set "
        + "DataName to a name of your choice, for new data beside them";

    /// <summary>The beginnings of the lines that Aspire adds to those of a resource.</summary>
    private static readonly string[] AspireLinePrefixes = ["[sys]", "Waiting for ", "Finished waiting ", "No custom certificate "];

    private static readonly TimeSpan ReminderInterval = TimeSpan.FromSeconds(15);

    /// <summary>Waits until every resource has been healthy once.</summary>
    /// <returns>False when one of them failed, which was then reported.</returns>
    /// <exception cref="OperationCanceledException">The application stops before.</exception>
    public async Task<bool> HealthyAsync(CancellationToken cancellationToken)
    {
        var pending = model.Resources.Where(IsRequired).Select(resource => resource.Name).ToHashSet();
        await using var reminder = time.CreateTimer(_ => Remind(pending), null, ReminderInterval, ReminderInterval);
        await foreach (var change in notifications.WatchAsync(cancellationToken))
        {
            if (!IsRequired(change.Resource))
                continue;
            if (Failure(change.Snapshot) is { } failure)
            {
                await EndAsync(change.Resource, failure, cancellationToken);
                return false;
            }

            lock (pending)
                if (change.Snapshot.HealthStatus == HealthStatus.Healthy && change.Snapshot.State?.Text == KnownResourceStates.Running)
                    pending.Remove(change.Resource.Name);
            if (pending.Count == 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether the platform needs it: every resource that starts by itself, except Aspire's dashboard.</summary>
    private static bool IsRequired(IResource resource) =>
        resource is ProjectResource or ExecutableResource or ContainerResource
        && resource.Name != "aspire-dashboard"
        && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    private static string? Failure(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text switch
        {
            var state when state == KnownResourceStates.FailedToStart => "could not be started",
            var state when state == KnownResourceStates.Exited || state == KnownResourceStates.Finished =>
                $"ended with exit code {snapshot.ExitCode}",
            _ => snapshot.HealthReports.Any(IsRefusedPassword) ? RefusedPassword : null,
        };

    /// <summary>Whether the data were created with another password than the AppHost's, so that waiting does not help.</summary>
    private static bool IsRefusedPassword(HealthReportSnapshot report) =>
        report.ExceptionText?.Contains(PostgresErrorCodes.InvalidPassword, StringComparison.Ordinal) == true;

    private async Task EndAsync(IResource resource, string failure, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync($"{resource.Name} {failure}. Its last lines:");
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resource).WithCancellation(cancellationToken))
            lines.AddRange(
                batch
                    .Select(line => Text(line.Content))
                    .Where(line => !AspireLinePrefixes.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal)))
            );
        foreach (var line in lines.TakeLast(LastLines))
            await Console.Error.WriteLineAsync("  " + line);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    /// <summary>The line without its timestamp.</summary>
    private static string Text(string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
        && DateTimeOffset.TryParse(line.AsSpan(0, end), CultureInfo.InvariantCulture, out _)
            ? line[(end + 1)..]
            : line;

    private static void Remind(HashSet<string> pending)
    {
        lock (pending)
            if (pending.Count > 0)
                Console.WriteLine("Still waiting for " + string.Join(", ", pending.Order()));
    }
}
