namespace Platform.AppHost.Startup;

/// <summary>What must hold before anything is started. A start that it refuses stopping with one line and exit code 1.</summary>
internal static class StartCondition
{
    /// <param name="condition">Null to go on, else why not and what to do, in one line.</param>
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
    /// Runs the application to its end. A test is thrown the refusal of its start, or it would wait for an application that has ended.
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

/// <summary>The message is all that the person who starts the application needs.</summary>
internal sealed class StartRefusedException(string message) : DistributedApplicationException(message);
