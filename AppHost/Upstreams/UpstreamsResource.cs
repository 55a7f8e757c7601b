namespace Platform.AppHost.Upstreams;

/// <summary>The upstreams as the gateway knows them. Nothing runs for it: it has a health and commands.</summary>
internal sealed class UpstreamsResource(string name) : Resource(name);
