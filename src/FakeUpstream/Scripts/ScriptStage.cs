using Platform.FakeUpstream.Wire;

namespace Platform.FakeUpstream.Scripts;

/// <summary>Plays the part of a script that is the same for every protocol.</summary>
internal static class ScriptStage
{
    /// <summary>Waits, hangs, refuses or disconnects as the script says, before anything is sent.</summary>
    /// <exception cref="Refusal">The script has a status, and no bytes of its own.</exception>
    /// <exception cref="ScriptedCutException">The connection has been closed.</exception>
    /// <exception cref="OperationCanceledException">The client disconnected.</exception>
    public static async ValueTask PlayOpeningAsync(Script script, string model, TimeProvider time, HttpContext http)
    {
        if (script.Hang)
            await HangAsync(time, http.RequestAborted);
        if (script.FirstByte > TimeSpan.Zero)
            await Task.Delay(script.FirstByte, time, http.RequestAborted);
        if (script.Drop)
        {
            http.Abort();
            throw new ScriptedCutException();
        }

        if (script is { Status: { } status, Raw: null })
            throw new Refusal(OpenAIError.ForStatus(status, model), script.RetryAfter);
    }

    /// <summary>Waits until the client disconnects, and throws then.</summary>
    public static Task HangAsync(TimeProvider time, CancellationToken clientGone) => Task.Delay(Timeout.InfiniteTimeSpan, time, clientGone);
}
