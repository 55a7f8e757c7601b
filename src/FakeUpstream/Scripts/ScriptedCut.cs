namespace Platform.FakeUpstream.Scripts;

/// <summary>
/// Thrown through the server to break off a started response. Kestrel then sends what was flushed and closes the connection without
/// the end of the body. <see cref="HttpContext.Abort"/> was not taken: it drops flushed bytes that have not left yet, and a
/// script's "after three chunks" would be a guess.
/// </summary>
internal sealed class ScriptedCut() : Exception("The script ends the connection here.");
