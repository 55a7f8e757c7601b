using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Decides what a failure means. Until everything has been healthy once, it ends the application with an exit code of 1; later it is
/// told, and the rest goes on, since a start command may mend it. Under test it is a state and nothing more.
/// </summary>
internal sealed class StartupWatch(ResourceNotificationService notifications, ResourceOutput output, RunMode mode, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private readonly HashSet<string> pending = [];
    private bool closed;

    public void Expect(IEnumerable<string> ids) => pending.UnionWith(ids);

    public void BecameHealthy(string id)
    {
        lock (gate)
            pending.Remove(id);
    }

    /// <summary>What ends from now on was told to.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    public void Ended(string id, string? reason)
    {
        bool fatal;
        lock (gate)
        {
            if (closed)
                return;
            if (reason is null)
                pending.Remove(id);
            fatal = reason is not null && pending.Count > 0 && !mode.IsTest;
            closed |= fatal;
        }

        if (reason is null)
            output.Write(id, "It has finished.", false);
        else
            output.WriteFailure(id, reason);
        if (!fatal)
            return;
        output.Silence();
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }

    /// <summary>Says every quarter of a minute what is still missing and why, for as long as something is.</summary>
    public async Task RemindAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!mode.IsTest)
            {
                await Task.Delay(Patience, time, cancellationToken);
                string[] missing;
                lock (gate)
                    missing = [.. pending];
                if (missing.Length == 0)
                    return;
                output.Print("Still waiting for " + string.Join(", ", missing.Select(id =>
                    $"{id} ({ResourceNotificationService.Describe(notifications.TryGetCurrentState(id, out var e) ? e.Snapshot : null)})")));
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }
}
