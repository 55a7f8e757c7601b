namespace Platform.AppHost.Startup;

/// <summary>Conditions that must hold before the start. A refused start ends with one line and exit code 1.</summary>
internal static class StartCondition
{
    /// <param name="condition">Returns null to start, else the problem and what to do, in one line.</param>
    public static void BeforeStart(this IDistributedApplicationBuilder builder, Func<BeforeStartEvent, string?> condition) =>
        builder.BeforeStart((start, _) => Task.FromResult(condition(start)));

    /// <inheritdoc cref="BeforeStart(IDistributedApplicationBuilder, Func{BeforeStartEvent, string?})"/>
    public static void BeforeStart(
        this IDistributedApplicationBuilder builder,
        Func<BeforeStartEvent, CancellationToken, Task<string?>> condition
    ) =>
        builder.Eventing.Subscribe<BeforeStartEvent>(
            async (start, cancellationToken) =>
            {
                if (await condition(start, cancellationToken) is { } problem)
                    throw new StartRefusedException(problem);
            }
        );

    /// <summary>
    /// Runs the application until it stops. In a test it throws the refusal of the start; otherwise the test would wait for an application
    /// that has ended.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunUntilStoppedAsync(this DistributedApplication application)
    {
        try
        {
            await using (application)
                await application.RunAsync();
            return Environment.ExitCode;
        }
        catch (StartRefusedException e) when (ParentWatch.IsProgram())
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}

/// <summary>A refused start. The message is for the person who starts the application.</summary>
internal sealed class StartRefusedException(string message) : DistributedApplicationException(message);
