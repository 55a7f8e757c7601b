using System.ComponentModel.DataAnnotations;
using Platform.Contracts;
using Platform.Gateway.Tenancy;
using Platform.ServiceDefaults.Settings;

namespace Platform.Gateway.Upstreams;

/// <summary>The settings of upstreams by the name that routes use.</summary>
[Section("Upstreams")]
internal sealed class UpstreamsOptions : Dictionary<string, UpstreamOptions>;

internal sealed class UpstreamOptions
{
    internal static UpstreamOptions Default { get; } = new();

    /// <summary>The Base URL, as an OpenAI client takes it.</summary>
    [Required, HttpAddress, Example("https://api.openai.com/v1")]
    public string BaseUrl
    {
        get;
        set => field = value.TrimEnd('/');
    } = "";

    /// <summary>Our credential there; some upstreams on one's own machine need none.</summary>
    [Credential("the API key that the upstream gave you")]
    public string ApiKey { get; set; } = "";

    /// <summary>The field in which it takes our limit of the output; some know only <c>max_tokens</c>.</summary>
    [AllowedValues("max_completion_tokens", "max_tokens")]
    public string OutputLimitField { get; set; } = "max_completion_tokens";

    /// <summary>Its name in telemetry (<c>gen_ai.provider.name</c>); where it is not set, the vendor of the protocol.</summary>
    [Example("azure.ai.openai")]
    public string? Provider { get; set; }

    /// <summary>The member of a body by which it takes an id of the account that asks; Messages have <c>metadata.user_id</c>.</summary>
    [AllowedValues(AccountMember.SafetyIdentifier, AccountMember.UserId, AccountMember.User, AccountMember.None)]
    public string AccountField { get; set; } = AccountMember.SafetyIdentifier;

    /// <summary>Headers of callers that it is sent besides those that every upstream is sent.</summary>
    [HeaderNames, Example("x-title, x-vendor-*")]
    public string? RequestHeaders { get; set; }

    /// <summary>What the catalogue file says of the upstream, and what it leaves out from here.</summary>
    public UpstreamDefinition Under(UpstreamDefinition file) =>
        file with
        {
            BaseUrl = file.BaseUrl ?? BaseUrl,
            Provider = file.Provider ?? Provider,
            OutputLimitField = file.OutputLimitField ?? OutputLimitField,
            AccountField = file.AccountField ?? AccountField,
            RequestHeaders = file.RequestHeaders ?? RequestHeaders,
        };
}
