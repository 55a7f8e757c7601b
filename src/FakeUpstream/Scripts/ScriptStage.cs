using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Scripts;

/// <summary>The parts of scripts that every protocol plays alike.</summary>
internal static class ScriptStage
{
    /// <summary>Waits, hangs, refuses or leaves as the script says, before anything has been sent.</summary>
    /// <exception cref="Refusal">The script has a status.</exception>
    /// <exception cref="ScriptedCut">The connection has been closed.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public static async ValueTask Open(Script script, string model, TimeProvider time, HttpContext http)
    {
        if (script.Hang)
            await Hang(time, http.RequestAborted);
        if (script.FirstByte > TimeSpan.Zero)
            await Task.Delay(script.FirstByte, time, http.RequestAborted);
        if (script.Drop)
        {
            http.Abort();
            throw new ScriptedCut();
        }

        if (script.Status is { } status)
            throw new Refusal(OpenAIError.Of(status, model), script.RetryAfter);
    }

    /// <summary>Returns only by the exception that says the client went away.</summary>
    public static Task Hang(TimeProvider time, CancellationToken clientGone) => Task.Delay(Timeout.InfiniteTimeSpan, time, clientGone);
}
