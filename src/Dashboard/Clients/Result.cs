using System.Diagnostics.CodeAnalysis;

namespace Platform.Dashboard.Clients;

/// <summary>The response of a service: a value, or a refusal that can be shown to the person.</summary>
public sealed record Result<T>(T? Value, Refusal? Refusal)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Refusal is null;

    /// <summary>The value of a call for which no refusal is expected.</summary>
    /// <exception cref="InvalidOperationException">The service refused.</exception>
    public T Expect() => Succeeded ? Value : throw new InvalidOperationException($"Unexpected refusal {Refusal.Status}: {Refusal.Message}");
}
