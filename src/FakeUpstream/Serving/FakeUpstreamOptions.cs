using Platform.ServiceDefaults.Settings;

namespace Platform.FakeUpstream.Serving;

[Section("FakeUpstream")]
internal sealed class FakeUpstreamOptions
{
    /// <summary>The key that callers must send. It protects nothing and stands for a real secret.</summary>
    [Credential("the API key that callers present")]
    public string ApiKey { get; set; } = "fake-upstream-key";
}
