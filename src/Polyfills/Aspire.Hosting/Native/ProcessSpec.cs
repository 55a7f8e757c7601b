namespace Aspire.Hosting.Native;

/// <summary>How to start one process.</summary>
/// <param name="FileName">A path, or a name on PATH.</param>
/// <param name="StandardInput">Written to it and closed: the way for secrets, which arguments and variables would show to others.</param>
internal sealed record ProcessSpec(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory, string StandardInput = "")
{
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>The signal that asks it to end in good order.</summary>
    public Signal StopSignal { get; init; } = Signal.Term;

    /// <summary>Ended after what may still use it, should the AppHost be killed.</summary>
    public bool IsServer { get; init; }

    /// <summary>Whom it runs as; null is who we are. Others need root.</summary>
    public string? User { get; init; }

    /// <summary>Held while it lives, so that two never share its data. It waits some seconds for one that is just ending.</summary>
    public string? LockFile { get; init; }
}

internal enum Signal
{
    Int = 2,
    Kill = 9,
    Term = 15,
}
