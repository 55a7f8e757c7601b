using System.Diagnostics;

namespace Platform.Tests.Fixture;

/// <summary>The one way to wait: until something is true, for a bounded time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<Task<bool>> condition, string what) => TrueAsync(condition, () => what);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what)
    {
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed > Timeout)
                throw new TimeoutException($"Waited {Timeout.TotalSeconds:0} s for {what()}.");
            await Task.Delay(Interval);
        }
    }
}
