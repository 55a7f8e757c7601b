namespace Platform.AppHost.Stores;

/// <summary>
/// A volume must be free. Each server is alone in its container and cannot see another one on the same data, which both would ruin. The
/// containers of a run that was killed live on for some seconds, and are waited for.
/// </summary>
internal static class VolumeCondition
{
    private static readonly TimeSpan WaitTime = TimeSpan.FromSeconds(20),
        Interval = TimeSpan.FromMilliseconds(500);

    /// <returns>Why the start must end, in one line; null to go on.</returns>
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
