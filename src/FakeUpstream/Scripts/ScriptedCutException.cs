namespace Platform.FakeUpstream.Scripts;

/// <summary>
/// Breaks off a started response. Kestrel sends the flushed bytes and closes the connection without the end of the body. Unlike it,
/// <see cref="HttpContext.Abort"/> drops flushed bytes that were not sent yet, so that the number of received chunks would vary.
/// </summary>
internal sealed class ScriptedCutException() : Exception("The script ends the connection here.");
