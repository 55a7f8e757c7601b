namespace Platform.Dashboard.Clients;

/// <summary>A service did not respond, or failed: a person can only try again.</summary>
public sealed class ServiceUnavailableException(string service, string reason, Exception? cause = null)
    : Exception($"The service '{service}' is away: {reason}", cause);
