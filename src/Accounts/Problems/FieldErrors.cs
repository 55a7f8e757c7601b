namespace Platform.Accounts.Problems;

/// <summary>What is wrong with a request: one message that says the mend for each field, named as on the wire.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> messages = [];

    public IReadOnlyDictionary<string, string[]> Messages => messages;

    /// <summary>The refusal, or null when nothing is wrong.</summary>
    public Refusal? Refusal => messages.Count == 0 ? null : Refusals.Invalid(messages);

    /// <summary>Notes <paramref name="message"/> for <paramref name="field"/>; a null message means the field is right.</summary>
    public FieldErrors Add(string field, string? message)
    {
        if (message is not null)
            messages[field] = [message];
        return this;
    }
}
