using System.ComponentModel.DataAnnotations;
using Platform.Gateway.Protocols;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Forwarding;

/// <summary>The upstreams by the name that routes use.</summary>
[Section("Upstreams")]
internal sealed class UpstreamsOptions : Dictionary<string, UpstreamOptions>;

internal sealed class UpstreamOptions
{
    private Uri? address;

    /// <summary>As an OpenAI client would be given it.</summary>
    [Required, HttpAddress, Example("https://api.openai.com/v1")]
    public string BaseUrl
    {
        get;
        set => field = value.TrimEnd('/');
    } = "";

    /// <summary>Our credential there; some upstreams on one's own machine need none.</summary>
    [Credential("the API key that the upstream gave you")]
    public string ApiKey { get; set; } = "";

    /// <summary>The field by which it takes a limit of ours to the output; some know only <c>max_tokens</c>.</summary>
    [AllowedValues("max_completion_tokens", "max_tokens")]
    public string OutputLimitField { get; set; } = "max_completion_tokens";

    /// <summary>Who it is in telemetry (<c>gen_ai.provider.name</c>); where it is not set, whose protocol it speaks.</summary>
    [Example("azure.ai.openai")]
    public string? Provider { get; set; }

    public string ProviderOf(Protocol protocol) => Provider ?? protocol.Provider;

    public Uri GetAddress() => address ??= new Uri(BaseUrl);
}
