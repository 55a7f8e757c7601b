namespace Platform.Contracts;

/// <summary>
/// A key of the demo account's history. Accounts lists it, Usage has requests of it, and nobody has its secret.
/// </summary>
/// <param name="Client">The User-Agent of the tool that holds it.</param>
/// <param name="SinceLastUse">How long before the history is made it was used last.</param>
public sealed record DemoKey(string Id, string Name, string Client, TimeSpan SinceLastUse);

/// <summary>The keys of the demo account's history: one for each tool of a developer, and one that was given up.</summary>
public static class DemoKeys
{
    public static DemoKey ClaudeCode { get; } =
        new("DemoClaude01", "Claude Code, laptop", "claude-cli/2.1.34 (external, cli)", TimeSpan.FromMinutes(35));

    public static DemoKey Codex { get; } =
        new("DemoCodexCli", "Codex CLI", "codex_cli_rs/0.98.0 (Ubuntu 24.4.0; x86_64) xterm-256color", TimeSpan.FromHours(3));

    public static DemoKey Cursor { get; } = new("DemoCursor01", "Cursor", "Cursor/2.4.21", TimeSpan.FromHours(5));

    public static DemoKey Nightly { get; } = new("DemoNightly1", "Nightly evaluation", "OpenAI/Python 2.15.0", TimeSpan.FromHours(9));

    public static DemoKey Workshop { get; } = new("DemoWorkshop", "Workshop", "OpenAI/JS 6.9.1", TimeSpan.FromDays(11));

    public static IReadOnlyList<DemoKey> All { get; } = [ClaudeCode, Codex, Cursor, Nightly, Workshop];

    /// <summary>How long before now the history begins.</summary>
    public static TimeSpan Span { get; } = TimeSpan.FromDays(14);
}
