namespace Platform.Gateway.Upstreams;

/// <summary>A credential of the operator's at an upstream.</summary>
/// <param name="name">For logs, metrics and operators; unique within its upstream.</param>
/// <param name="secret">Empty where the upstream needs none.</param>
/// <param name="weight">Its share of the requests among the credentials of its upstream.</param>
internal sealed class Credential(string name, string secret, int weight)
{
    public string Name => name;

    public string Secret => secret;

    public int Weight => weight;

    /// <summary>Never the secret.</summary>
    public override string ToString() => name;
}
