namespace Platform.Gateway.Upstreams;

/// <summary>A credential of the operator's at an upstream. Two are equal when they are the same in all: name, secret, weight.</summary>
/// <param name="name">For logs, metrics and operators; unique within its upstream.</param>
/// <param name="secret">Empty where the upstream needs none.</param>
/// <param name="weight">Its share of the requests among the credentials of its upstream.</param>
internal sealed class Credential(string name, string secret, int weight) : IEquatable<Credential>
{
    /// <summary>The name of the only credential of an upstream that has it from its own setting.</summary>
    public const string Default = "default";

    public string Name => name;

    public string Secret => secret;

    public int Weight => weight;

    /// <summary>What is known of its health, kept with it so that no request searches for it.</summary>
    public object? Health { get; set; }

    public static Credential Of(UpstreamOptions? settings) => new(Default, settings?.ApiKey ?? "", 1);

    public bool Equals(Credential? other) => other is not null && (name, secret, weight) == (other.Name, other.Secret, other.Weight);

    public override bool Equals(object? obj) => Equals(obj as Credential);

    public override int GetHashCode() => HashCode.Combine(name, secret, weight);

    /// <summary>Never the secret.</summary>
    public override string ToString() => name;
}
