using System.Diagnostics.CodeAnalysis;

namespace Platform.Dashboard.Clients;

/// <summary>What a service answered: a value, or a refusal that can be told to the person who asked.</summary>
public sealed record Result<T>(T? Value, Refusal? Refusal)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>The value of a call that has no refusal a person could mend.</summary>
    /// <exception cref="InvalidOperationException">The service refused nevertheless.</exception>
    public T Expect() => Succeeded ? Value : throw new InvalidOperationException($"Unexpected refusal {Refusal.Status}: {Refusal.Message}");
}
