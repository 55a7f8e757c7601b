namespace Aspire.Hosting.ApplicationModel;

public static class KnownResourceCommands
{
    public static readonly string StartCommand = "start";
    public static readonly string StopCommand = "stop";
    public static readonly string RestartCommand = "restart";
}

public static class KnownResourceStates
{
    public static readonly string NotStarted = nameof(NotStarted);
    public static readonly string Waiting = nameof(Waiting);
    public static readonly string Starting = nameof(Starting);
    public static readonly string Running = nameof(Running);
    public static readonly string Active = nameof(Active);
    public static readonly string Stopping = nameof(Stopping);
    public static readonly string RuntimeUnhealthy = nameof(RuntimeUnhealthy);

    /// <summary>It could not be started, or ended before it was ever healthy while another waited for that.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>A server that stopped, or a process that was killed or reported an error.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>A process that ended of itself with exit code 0.</summary>
    public static readonly string Finished = nameof(Finished);

    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>Names of a snapshot's properties, as the dashboard of the real thing knows them.</summary>
internal static class KnownProperties
{
    public const string Pid = "executable.pid", Path = "executable.path", WorkDir = "executable.workDir";
    public const string ProjectPath = "project.path", ConnectionString = "resource.connectionString", Value = "Value";
}
