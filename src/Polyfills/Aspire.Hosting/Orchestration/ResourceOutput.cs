using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>
/// Where the lines of the resources go: the terminal, each behind its resource's name; under test the host's logging, where the
/// test can listen.
/// </summary>
internal sealed partial class ResourceOutput(ResourceLoggerService logs, ILoggerFactory loggers, IHostEnvironment environment, RunMode mode)
{
    private const int LinesOfAFailure = 25;

    private readonly Lock terminal = new();
    private volatile bool silent;

    public void Write(string id, string line, bool isError)
    {
        logs.Log(id).Add(line, isError);
        if (!mode.IsTest && !silent)
            Print($"[{id}] {line}");
        if (mode.EnableResourceLogging)
            LogLine(loggers.CreateLogger($"{environment.ApplicationName}.Resources.{id}"), line);
    }

    /// <summary>Why a resource failed, and what it wrote last.</summary>
    public void WriteFailure(string id, string reason)
    {
        var last = string.Concat(logs.Log(id).Last(LinesOfAFailure).Select(line => $"\n  | {line.Content}"));
        logs.Log(id).Add(reason, true);
        if (!mode.IsTest)
            Print($"[{id}] FAILED: {reason}{(last.Length == 0 ? "" : $"\n[{id}] Its last lines:{last}")}");
        if (mode.EnableResourceLogging)
            LogLine(loggers.CreateLogger($"{environment.ApplicationName}.Resources.{id}"), reason);
    }

    /// <summary>Leaves the reason of a failure as the last thing on the terminal.</summary>
    public void Silence() => silent = true;

    public void Print(string text)
    {
        lock (terminal)
            Console.Out.WriteLine(text);
    }

    public void Complete() => logs.CompleteAll();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Line}")]
    private static partial void LogLine(ILogger logger, string line);
}
