using Platform.ServiceDefaults.Settings;

namespace Platform.FakeUpstream.Serving;

[Section("FakeUpstream")]
internal sealed class FakeUpstreamOptions
{
    /// <summary>What callers must present. No secret is worth keeping here, but it stands in for one.</summary>
    [Credential("the API key that callers present")]
    public string ApiKey { get; set; } = "fake-upstream-key";
}
