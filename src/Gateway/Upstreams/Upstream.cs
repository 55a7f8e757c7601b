using Platform.Contracts;
using Platform.Gateway.Protocols;

namespace Platform.Gateway.Upstreams;

/// <summary>An upstream as it is called now. It never changes: another replaces it, and calls that run keep theirs.</summary>
internal sealed class Upstream(string name, UpstreamOptions settings)
{
    public string Name => name;

    /// <summary>As an OpenAI client takes it, without a slash at its end.</summary>
    public string BaseUrl => settings.BaseUrl;

    public Uri Address { get; } = new(settings.BaseUrl);

    /// <summary>The operator's accounts there; at least one.</summary>
    public IReadOnlyList<Credential> Credentials { get; init; } = [new Credential("default", settings.ApiKey, 1)];

    /// <summary>The field in which it takes our limit of the output.</summary>
    public string OutputLimitField => settings.OutputLimitField;

    /// <summary>The member of a body by which it takes an id of the account that asks.</summary>
    public string AccountField => settings.AccountField;

    /// <summary>Headers of callers that it is sent besides those that every upstream is sent.</summary>
    public string? RequestHeaders => settings.RequestHeaders;

    /// <summary>What it allows the operator, over all gateways.</summary>
    public RateLimits Limits { get; } = new();

    public Deadlines Deadlines { get; } = new();

    public string ProviderOf(Protocol protocol) => settings.Provider ?? protocol.Provider;
}
