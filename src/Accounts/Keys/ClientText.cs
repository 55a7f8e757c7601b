namespace Platform.Accounts.Keys;

/// <summary>A client's own name (User-Agent), cut and without what cannot be kept; it is only displayed.</summary>
internal static class ClientText
{
    private const int MaxLength = 200;

    /// <summary>Null where nothing of it is left.</summary>
    public static string? Of(string? client) =>
        client is not null
        && string.Concat(client.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MaxLength)) is { Length: > 0 } text
            ? text
            : null;
}
