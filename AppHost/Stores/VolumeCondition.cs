namespace Platform.AppHost.Stores;

/// <summary>
/// Requires that a volume is free. A server in a container cannot see another server on the same data, and both would corrupt them. The
/// containers of a killed run live on for some seconds, for which it waits.
/// </summary>
internal static class VolumeCondition
{
    private static readonly TimeSpan WaitTime = TimeSpan.FromSeconds(20),
        Interval = TimeSpan.FromMilliseconds(500);

    /// <returns>The problem that ends the start, in one line; null to start.</returns>
    public static async Task<string?> RequireFreeAsync(this ContainerEngine engine, string volume, CancellationToken cancellationToken)
    {
        if (engine.ContainerUsing(volume) is not { } user)
            return null;
        Console.WriteLine($"The volume {volume} is in use by the container {user}; waiting up to {WaitTime.TotalSeconds:0} s for it.");
        for (var waited = TimeSpan.Zero; waited < WaitTime; waited += Interval)
        {
            await Task.Delay(Interval, cancellationToken);
            if (engine.ContainerUsing(volume) is not { } now)
                return null;
            user = now;
        }

        return $"The volume {volume} is in use by the container {user}. End the run that it belongs to, or: {engine.Command} stop {user}";
    }
}
