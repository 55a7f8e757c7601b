using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Upstreams;

/// <summary>An upstream as it is called now. It never changes: another replaces it, and calls that run keep theirs.</summary>
/// <param name="definition">As the catalogue file and the gateway's settings say together; it has an address.</param>
/// <param name="credentials">The operator's accounts there; at least one.</param>
internal sealed class Upstream(UpstreamDefinition definition, IReadOnlyList<Credential> credentials)
{
    private static readonly RateLimits NoLimits = new();
    private static readonly Deadlines NoDeadlines = new();

    /// <summary>An upstream that only the settings describe.</summary>
    public Upstream(string name, UpstreamOptions settings)
        : this(settings.Under(new UpstreamDefinition(name)), [Credential.Of(settings)]) { }

    public string Name => definition.Name;

    /// <summary>As an OpenAI client takes it, without a slash at its end.</summary>
    public string BaseUrl => definition.BaseUrl!;

    public Uri Address { get; } = new(definition.BaseUrl!);

    public IReadOnlyList<Credential> Credentials => credentials;

    /// <summary>The field in which it takes our limit of the output.</summary>
    public string OutputLimitField { get; } = definition.OutputLimitField ?? UpstreamOptions.Default.OutputLimitField;

    /// <summary>The member of a body by which it takes an id of the account that asks.</summary>
    public string AccountField { get; } = definition.AccountField ?? UpstreamOptions.Default.AccountField;

    /// <summary>Headers of callers that it is sent besides those that every upstream is sent.</summary>
    public string? RequestHeaders => definition.RequestHeaders;

    /// <summary>What it allows the operator, over all gateways.</summary>
    public RateLimits Limits => definition.Limits ?? NoLimits;

    public Deadlines Deadlines => definition.Deadlines ?? NoDeadlines;

    /// <summary>What is known of its health, kept with it so that no request searches for it.</summary>
    public object? Health { get; set; }

    public string ProviderOf(Protocol protocol) => definition.Provider ?? protocol.Provider;

    /// <summary>Whether the other is called in the same way.</summary>
    public bool Is(Upstream other) => Definition == other.Definition && Credentials.SequenceEqual(other.Credentials);

    /// <summary>Without the references to credentials, which are resolved.</summary>
    private UpstreamDefinition Definition { get; } = definition with { Credentials = null };
}
