namespace Platform.Accounts.Audit;

/// <summary>
/// The audit log: sign-ins, registrations, changes of passwords and keys, and what was refused, as structured log events of the category
/// <c>Platform.Audit</c>. Not a table: whoever keeps the logs decides who may read and nobody can rewrite them, and a flood of refusals
/// fills no database. No event has an e-mail address, a password or a key.
/// </summary>
internal sealed partial class AuditLog(ILoggerFactory loggers, TimeProvider time)
{
    public const string Category = "Platform.Audit",
        Done = "done";

    private static readonly TimeSpan FloodInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger log = loggers.CreateLogger(Category);
    private readonly Lock gate = new();
    private DateTimeOffset lastFlood = DateTimeOffset.MinValue;
    private int unwritten;

    /// <param name="action">Such as <c>sign-in</c>.</param>
    /// <param name="outcome"><see cref="Done"/>, or the code of the refusal.</param>
    public void Write(string action, string outcome, string network, AuditEntry entry) =>
        LogAction(log, action, outcome, entry.AccountId, entry.KeyId, Shown(network), entry.Detail);

    /// <summary>A refusal for its rate. At most one a second is written; the next one says how many were not.</summary>
    public void WriteFlood(string action, string outcome, string network)
    {
        int omitted;
        lock (gate)
        {
            if (time.GetUtcNow() - lastFlood < FloodInterval)
            {
                unwritten++;
                return;
            }

            (lastFlood, omitted, unwritten) = (time.GetUtcNow(), unwritten, 0);
        }

        LogFlood(log, action, outcome, Shown(network), omitted);
    }

    private static string Shown(string network) => network.Length > 0 ? network : "own service";

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Audit: {Action} {Outcome}, account {AccountId}, key {KeyId}, network {Network}, {Detail}"
    )]
    private static partial void LogAction(
        ILogger log,
        string action,
        string outcome,
        Guid? accountId,
        string? keyId,
        string network,
        string? detail
    );

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Audit: {Action} {Outcome}, network {Network}; {Omitted} refusals of this kind before it were not written"
    )]
    private static partial void LogFlood(ILogger log, string action, string outcome, string network, int omitted);
}
