namespace Platform.Accounts.Problems;

/// <summary>Collects the faults of a request: one message for each field, named as on the wire, that says how to correct it.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> messages = [];

    public IReadOnlyDictionary<string, string[]> Messages => messages;

    /// <summary>The refusal; null for a valid request.</summary>
    public Refusal? Refusal => messages.Count == 0 ? null : Refusals.Invalid(messages);

    /// <summary>Adds <paramref name="message"/> for <paramref name="field"/>; a null message means that the field is valid.</summary>
    public FieldErrors Add(string field, string? message)
    {
        if (message is not null)
            messages[field] = [message];
        return this;
    }
}
