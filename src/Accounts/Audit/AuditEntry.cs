namespace Platform.Accounts.Audit;

/// <summary>What an endpoint found out about its request, for the audit log. One for each request.</summary>
internal sealed class AuditEntry
{
    /// <summary>The account that was acted for, or that somebody tried to sign in to; null while none is known.</summary>
    public Guid? AccountId { get; set; }

    public string? KeyId { get; set; }

    /// <summary>The browser as it names itself, for the account's own log; a caller wrote it, so it is in no other.</summary>
    public string? Client { get; set; }

    /// <summary>What else there is to say, such as the id of a replacement. Nothing that a caller wrote.</summary>
    public string? Detail { get; set; }
}
