using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Scripts;

/// <summary>The parts of scripts that every protocol plays alike.</summary>
internal static class ScriptStage
{
    /// <summary>Waits, hangs or refuses as the script says, before anything has been sent.</summary>
    /// <exception cref="Refusal">The script has a status.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public static async ValueTask Open(Script script, string model, TimeProvider time, CancellationToken clientGone)
    {
        if (script.Hang)
            await Hang(time, clientGone);
        if (script.FirstByte > TimeSpan.Zero)
            await Task.Delay(script.FirstByte, time, clientGone);
        if (script.Status is { } status)
            throw new Refusal(OpenAIError.Of(status, model), script.RetryAfter);
    }

    /// <summary>Returns only by the exception that says the client went away.</summary>
    public static Task Hang(TimeProvider time, CancellationToken clientGone) => Task.Delay(Timeout.InfiniteTimeSpan, time, clientGone);
}
